"""Addresses: the one that a server is seen at from outside, and those of this machine in its network."""

import ipaddress
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"


@dataclass(frozen=True)
class PublicAddress:
    """The address of a server as seen from the other end of a proxy, a tunnel or a forwarded port.

    Attributes
    ----------
    scheme
        ``http`` or ``https``.
    host
        A name in lower case, or an address without brackets.
    port
        The port.
    path
        ``/``, or the prefix of all paths with a slash at both ends.
    """

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address such as ``https://example.org/user/me/``.

        Raises
        ------
        ValueError
            If it is not one; the message says what was expected.
        """
        expected = f"expected an address such as https://example.org/lab/, got {text!r:.80}"
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError as error:  # a port that is no number, brackets that do not match
            raise ValueError(f"{expected}: {error}") from None
        scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
        if scheme not in _DEFAULT_PORTS:
            raise ValueError(f"{expected}: it must begin with http:// or https://")
        if not (is_address(host) or re.fullmatch(rf"{_LABEL}(\.{_LABEL})*", host)):
            raise ValueError(f"{expected}: it must name a host")
        if parts.username is not None or parts.query or parts.fragment:
            raise ValueError(f"{expected}: leave out what comes before @ and after ? or #")
        if not re.fullmatch(r"[A-Za-z0-9._~!$&'()*+,=:@%/-]*", parts.path) or "//" in parts.path:
            raise ValueError(f"{expected}: its path has characters that an address cannot hold")
        path = parts.path.rstrip("/") + "/"
        return cls(scheme, host, _DEFAULT_PORTS[scheme] if port is None else port, path)

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a browser writes them in `Origin`."""
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{bracketed(self.host)}{port}"

    def is_named_by(self, host: str) -> bool:
        """Return whether a Host header names this address; this machine may be named in any of its ways."""
        name, port = split_host(host, _DEFAULT_PORTS[self.scheme])
        same = name == self.host or (name in LOOPBACK_NAMES and self.host in LOOPBACK_NAMES)
        return same and port == self.port


def split_host(host: str, default_port: int) -> tuple[str, int]:
    """Return name (lower case, no brackets) and port of a Host header; port -1 if it is not well-formed."""
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[^\[\]:@/]+)(?::([0-9]{1,5}))?", host.lower())
    if found is None:
        return "", -1
    return found[1].strip("[]"), int(found[2] or default_port)


def bracketed(host: str) -> str:
    """Return a host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def is_address(name: str) -> bool:
    """Return whether a name is an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach what listens on `host`."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def machine_names() -> frozenset[str]:
    """Return the names that this machine has in its own network: bare, ``.local`` (mDNS) and ``.lan``."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return frozenset({name, short, f"{short}.local", f"{short}.lan"})


def network_addresses(host: str) -> list[str]:
    """Return the IP addresses at which other machines reach what listens on `host`, the likeliest first."""
    if is_loopback(host):
        return []
    if host not in {"0.0.0.0", "::"}:  # noqa: S104
        return [host]
    families = [socket.AF_INET] if host != "::" else [socket.AF_INET, socket.AF_INET6]
    found = dict.fromkeys(address for family in families for address in _own_addresses(family))
    return [address for address in found if _is_useful(address)]


def _own_addresses(family: socket.AddressFamily) -> Iterator[str]:
    # Connecting a UDP socket sends nothing: it only chooses the address that packets would come from. The
    # target belongs to a block for documentation, which nobody has.
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1" if family == socket.AF_INET else "2001:db8::1", 9))
        yield str(probe.getsockname()[0])
    with suppress(OSError):  # a host name that does not resolve
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, family):
            yield str(address[0])


def _is_useful(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)
