"""The settings of a server, and its limits."""

import ipaddress
import re
import secrets
import socket
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_PORT = 8731

#: The built front end. Vite writes it here; a wheel carries it.
STATIC = Path(__file__).resolve().parent / "static"


@dataclass(frozen=True)
class Limits:
    """The limits of the server."""

    message_bytes: int = 17 * 2**20  # a request's body, a WebSocket message: one picture and its envelope
    sessions: int = 64
    request_seconds: float = 20.0  # for the rest of a request that has begun to come
    wait_ms: float = 60.0  # for an answer, when many sessions are busy
    work_ms: float = 20.0  # of work without a natural end, for one answer
    slice_ms: float = 25.0  # of a long run, between two looks at the rest


def new_token() -> str:
    """Return a token that cannot be guessed."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens and who may talk to it."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str = field(default_factory=new_token, repr=False)
    static: Path = STATIC
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9._~-]+", self.token):
            raise ValueError("a token is made of letters, digits and . _ ~ - (at least one); choose another")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host == "localhost" or (
            _is_address(self.host) and ipaddress.ip_address(self.host).is_loopback
        )

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies do not keep ports apart, so two labs need two names."""
        return f"neurarium-{self.port}"

    @property
    def origin(self) -> str:
        """The address to open in a browser."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else "::1" if self.host == "::" else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address to open in a browser, with the token that lets it in."""
        return f"{self.origin}/?token={self.token}"

    def allows_host(self, host: str) -> bool:
        """Whether a request's Host header names this server.

        A page of a foreign site can make its own name resolve to this machine (DNS rebinding), but the
        browser then sends that name here. A bare address cannot be rebound.
        """
        name, _, port = host.rpartition(":")
        if not port.isdecimal() or host.endswith("]"):
            name, port = host, "80"
        name = name.removeprefix("[").removesuffix("]").lower()
        if port != str(self.port):
            return False
        if self.is_loopback:
            return name in {"localhost", "127.0.0.1", "::1", self.host}
        return name in {"localhost", self.host, socket.gethostname().lower()} or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
