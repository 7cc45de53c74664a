"""A process that lays out what it is given: ``python -m sheets.press.helper``.

Reads pairs of HTML and entries from its input and answers each with the bytes of a
fragment, or with none, until its input ends.
"""

import gc
import os
import pickle
import sys
from typing import IO

from .fragment import make


def main(asked: IO[bytes], answers: IO[bytes]) -> None:
    make('<html lang="zh-CN"><p>准备</p></html>', [])
    # What is there now stays; looking through it again and again takes a sixth. What a
    # page leaves behind is looked for after the page.
    gc.collect()
    gc.freeze()
    gc.disable()
    while True:
        try:
            html, entries = pickle.load(asked)  # noqa: S301
        except EOFError:
            return
        fragment = make(html, entries)
        pickle.dump(fragment.to_bytes() if fragment else b"", answers)
        answers.flush()
        gc.collect()


if __name__ == "__main__":
    # Libraries may print; the answers must stand alone.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        main(sys.stdin.buffer, answers)
