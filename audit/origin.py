"""From where the request of the moment comes; a command comes from nowhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_address: ContextVar[str] = ContextVar("address", default="")


def address() -> str:
    """The IP address behind what is being done now; ``""`` for a command."""
    return _address.get()


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """What is recorded inside came from this address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def client_address(remote: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Who asked: ``remote`` is the other end of the connection, ``forwarded`` the
    header X-Forwarded-For.

    Anybody can send that header. So it is read from its end, where the nearest proxy
    wrote, and only as far as each is written by a proxy of ours.
    """
    found = _parsed(remote)
    for text in reversed(forwarded.split(",")):
        if found is None or not any(found in network for network in trusted):
            break
        before = _parsed(text)
        if before is None:
            break
        found = before
    return "" if found is None else str(found)


def _parsed(text: str) -> Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    # A socket for both families tells IPv4 as ::ffff:10.0.0.1.
    return getattr(found, "ipv4_mapped", None) or found
