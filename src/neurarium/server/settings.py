"""The settings of a server, and its limits."""

import hmac
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from neurarium.server.addresses import (
    LOOPBACK_NAMES,
    PublicAddress,
    bracketed,
    is_address,
    is_loopback,
    machine_names,
    split_host,
)

DEFAULT_PORT = 8731

STATIC = Path(__file__).resolve().parent / "static"
"""The built front end. Vite writes it here; a wheel carries it."""


@dataclass(frozen=True)
class Limits:
    """The limits of the server."""

    message_bytes: int = 17 * 2**20  # a request's body, a WebSocket message: one picture and its envelope
    sessions: int = 64
    connections: int | None = None  # half of the files that the process may open
    request_seconds: float = 20.0  # for the headers of a request, and for each next part of its body
    body_bytes_per_second: int = 8 * 1024  # on average, once `request_seconds` have passed
    wrong_tokens: int = 10  # a minute, of one client
    api_requests: int = 5  # of programs: one in work, the others waiting
    wait_ms: float = 60.0  # for an answer, when many sessions are busy
    work_ms: float = 20.0  # of work without a natural end, for one answer
    slice_ms: float = 25.0  # of a long run, before the next run gets its turn


def new_token() -> str:
    """Return a token that cannot be guessed."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens, how it is reached, and who may talk to it.

    Attributes
    ----------
    host, port
        Where it listens.
    token
        What a browser or a program must present once.
    static
        The folder of the built front end.
    limits
        The limits.
    public
        The address as seen from outside, behind a proxy, a tunnel or a forwarded port; None if there is none.
    secret
        The key of the cookies. Who knows it and the token can make one.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str = field(default_factory=new_token, repr=False)
    static: Path = STATIC
    limits: Limits = field(default_factory=Limits)
    public: PublicAddress | None = None
    secret: str = field(default_factory=new_token, repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9._~-]+", self.token):
            raise ValueError("a token is made of letters, digits and . _ ~ - (at least one); choose another")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    # --- addresses --------------------------------------------------------------------------------------

    @property
    def origin(self) -> str:
        """The origin of the pages: scheme, host and port of the address to open in a browser."""
        if self.public is not None:
            return self.public.origin
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://{bracketed(host)}:{self.port}"

    @property
    def base(self) -> str:
        """The path below which everything is found, as seen from outside: ``/`` or ``/prefix/``."""
        return self.public.path if self.public is not None else "/"

    @property
    def url(self) -> str:
        """The address to open in a browser, with the token."""
        return f"{self.origin}{self.base}?token={self.token}"

    def allows_host(self, host: str) -> bool:
        """Return whether a request's Host header names this server.

        A page of a foreign site can make its own name resolve to this machine (DNS rebinding), but the
        browser then sends that name here. A bare address cannot be rebound.
        """
        return self._is_own(host) or (self.public is not None and self.public.is_named_by(host))

    def allows_origin(self, origin: str, host: str) -> bool:
        """Return whether a request to `host` may come from a page of `origin`."""
        origin, host = origin.lower(), host.lower()
        if self.public is not None:
            scheme = "http" if self._is_own(host) else self.public.scheme
            return origin in {self.public.origin, f"{scheme}://{host}"}
        return origin == f"http://{host}"

    def sockets(self, host: str) -> list[str]:
        """Return the origins of the WebSockets of a page that was asked from `host`, a Host header."""
        own = [f"ws://{host}"] if self._is_own(host) else []
        return own if self.public is None else [*own, self.public.origin.replace("http", "ws", 1)]

    def _is_own(self, host: str) -> bool:
        name, port = split_host(host, default_port=80)
        if port != self.port:
            return False
        if self.is_loopback:
            return name in LOOPBACK_NAMES or name == self.host
        return name in {"localhost", self.host, *machine_names()} or is_address(name)

    # --- the cookie -------------------------------------------------------------------------------------

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies do not keep ports apart, so two labs need two names."""
        return f"neurarium-{self.port}"

    @property
    def cookie_value(self) -> str:
        """What a browser shows that has presented the token; the token cannot be found from it."""
        return hmac.digest(self.secret.encode(), f"{self.port} {self.token}".encode(), "sha256").hex()

    @property
    def cookie_is_secure(self) -> bool:
        """Whether the browser must send the cookie over an encrypted connection only."""
        return self.public is not None and self.public.scheme == "https"
