"""A mail server of a few lines, for tests: it keeps what it is sent."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class Conversation(socketserver.StreamRequestHandler):
    """One client, from the greeting to QUIT."""

    server: "SmtpServer"

    def handle(self) -> None:
        self.say(self.server.greeting)
        for line in iter(self.rfile.readline, b""):
            word, _, rest = line.decode(errors="replace").strip().partition(" ")
            word = word.upper()
            self.server.heard.append(f"{word} {rest}".strip())
            if word == "DATA" and word not in self.server.answers:
                if not self.take():
                    return
            else:
                self.say(self.server.answers.get(word, "250 ok"))
            if word == "QUIT":
                return

    def take(self) -> bool:
        self.say("354 go on")
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            if not line:
                return False  # the client is gone
            lines.append(line.removeprefix(b"."))
        # Slow servers exist, and tests need time for something to happen meanwhile.
        self.server.taken.set()
        self.server.go_on.wait(30)
        content = b"".join(lines)
        self.server.kept.append(message_from_bytes(content, policy=policy.default))
        self.say("250 kept")
        return True

    def say(self, text: str | bytes) -> None:
        content = text.encode() if isinstance(text, str) else text
        self.wfile.write(content + b"\r\n")


class SmtpServer(socketserver.ThreadingTCPServer):
    """On a free port. ``answers`` maps a command to what is said instead of 250;
    ``go_on`` can be cleared to make it wait before it has taken a message."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.greeting: str | bytes = "220 here"
        self.answers: dict[str, str | bytes] = {}
        self.heard: list[str] = []
        self.kept: list[EmailMessage] = []
        self.taken, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def handle_error(self, request, client_address) -> None:
        """A client that was killed in the middle is part of the tests."""

    def __enter__(self) -> "SmtpServer":
        threading.Thread(target=self.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        self.shutdown()
        self.server_close()
