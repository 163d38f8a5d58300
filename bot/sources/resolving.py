"""Where names lead, found out in time; and which addresses are of the open internet."""

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Sequence[str]]
"""Gives the IP addresses of a host, as text; raises OSError for one that has none."""

_EMBEDDING = ipaddress.ip_network("64:ff9b::/96")  # NAT64 (RFC 6052): an IPv4 address is inside


def ask_system(host: str) -> list[str]:
    """Return the IP addresses of a host, as this machine finds them: in a time of its own."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]


def addresses_of(host: str, longest: float, resolve: Resolve) -> list[Address]:
    """Return the addresses of a host, each once; raises TimeoutError after `longest` seconds.

    Raises what `resolve` raises. A search that takes too long cannot be ended, only left alone: in
    a daemon's thread, for which the process does not wait when it ends.
    """
    answers = SimpleQueue[Sequence[str] | Exception]()

    def ask() -> None:
        try:
            answers.put(resolve(host))
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            answers.put(error)

    Thread(target=ask, name=f"resolving {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=longest)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    texts = [text.partition("%")[0] for text in answer]
    return [ipaddress.ip_address(text) for text in dict.fromkeys(texts)]


def is_public(address: Address) -> bool:
    """Tell whether an IP address is one of the open internet, whatever it is wrapped in."""
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved
        for one in _unwrapped(address)
    )


def _unwrapped(address: Address) -> Iterator[Address]:
    """Yield the addresses that packets would go to: IPv4 inside IPv6 counts for itself."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _EMBEDDING:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    found = [one for one in inner if one is not None]
    yield from found
    # A mapped or embedded address is only as public as what it holds.
    if address.ipv4_mapped is None and address not in _EMBEDDING:
        yield address
