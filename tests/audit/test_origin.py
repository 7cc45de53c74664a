"""From where: the address behind each entry, and which proxies are believed."""

from ipaddress import ip_network

import pytest
from django.test import Client

from audit.models import Entry
from audit.origin import address, client_address, coming_from
from audit.services import record

PROXIES = ("127.0.0.1", "10.0.0.0/8", "fd00::/8")


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("192.168.3.7", "", "192.168.3.7"),
        ("192.168.3.7", "1.2.3.4", "192.168.3.7"),  # sent by the browser itself
        ("127.0.0.1", "192.168.3.7", "192.168.3.7"),
        ("127.0.0.1", "1.2.3.4, 192.168.3.7", "192.168.3.7"),  # its first part forged
        ("127.0.0.1", "192.168.3.7, 10.1.2.3", "192.168.3.7"),  # two proxies of ours
        ("127.0.0.1", "10.1.2.3,10.1.2.4", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "1.2.3.4, <script>, 10.9.9.9", "10.9.9.9"),
        ("::ffff:127.0.0.1", "::ffff:192.168.3.7", "192.168.3.7"),
        ("fd00::1", "2001:DB8::7", "2001:db8::7"),
        ("", "192.168.3.7", ""),
        ("nonsense", "192.168.3.7", ""),
    ],
)
def test_only_our_proxies_are_believed(remote, forwarded, expected):
    trusted = [ip_network(text) for text in PROXIES]
    assert client_address(remote, forwarded, trusted) == expected


def test_without_a_proxy_the_header_means_nothing():
    assert client_address("127.0.0.1", "1.2.3.4", []) == "127.0.0.1"


def log_in(**headers: str) -> str:
    """The address in the record of a log-in."""
    data = {"username": "tianbao", "password": "demo-2021"}
    assert Client(**headers).post("/login/", data).status_code == 302
    return Entry.objects.filter(action="login").first().address


def test_a_request_is_recorded_with_its_address(people, settings):
    behind = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.168.3.7"}
    assert log_in(REMOTE_ADDR="192.168.3.7") == "192.168.3.7"
    assert log_in(**behind) == "10.0.0.1"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert log_in(**behind) == "192.168.3.7"


def test_a_misspelt_proxy_stops_the_program_at_once(people, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "proxy"]
    with pytest.raises(ValueError, match="proxy"):
        Client().get("/login/")


def test_a_command_comes_from_nowhere(office):
    assert set(Entry.objects.values_list("action", "address")) == {("import", "")}


def test_nothing_is_left_of_a_request_after_it(as_user):
    client = as_user("tianbao")
    client.get("/", REMOTE_ADDR="192.168.3.7")
    assert address() == ""
    with pytest.raises(RuntimeError), coming_from("192.168.3.7"):
        assert address() == "192.168.3.7"
        raise RuntimeError
    assert record(actor=None, action="export", subject="x").address == ""
