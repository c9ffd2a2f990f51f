"""Who may talk to the server: a guard before everything else.

The lab runs on the learner's machine with the learner's rights, and any page that the learner's browser shows
can send requests to it. So each request and each WebSocket handshake must

- name this server in its Host header (else a foreign name was made to resolve to this machine, which is
  called DNS rebinding),
- come from this server's own pages, if the browser says where it comes from (Origin; cookies do not keep
  ports apart, so `SameSite` alone would let another local server's pages in),
- carry the token that was printed in the terminal: once in the address, which is exchanged for a cookie that
  scripts cannot read, or in an Authorization header.

A click on another site's page brings no cookie along: `entrance` says how a known browser still comes in.
"""

import re
import secrets
from collections.abc import Sequence
from typing import Literal

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neurarium.server.attempts import Attempts
from neurarium.server.entrance import AGAIN, once_more, welcome
from neurarium.server.refusal import Refusal, Words
from neurarium.server.settings import ServerSettings

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",  # the first address holds the token
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

_CLOSE = {"connection": "close"}
"""The rest of a refused request will not be read."""


class Guard:
    """ASGI middleware that lets only the learner's own browser and programs through.

    Parameters
    ----------
    app
        What is guarded.
    settings
        Where the server listens, and its token.
    attempts
        The wrong tokens so far.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings, attempts: Attempts) -> None:
        self._app = app
        self._settings = settings
        self._attempts = attempts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a connection through, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:  # the start and end of the server itself
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        send = self._with_headers(send, connection.headers)
        refusal = self._refusal(connection)
        entering = scope["type"] == "http" and not {"token", AGAIN}.isdisjoint(connection.query_params)
        if refusal is None and entering:
            await welcome(connection, self._settings)(scope, receive, send)
        elif refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Before the handshake is accepted, closing answers it with status 403.
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": refusal.code})
        else:
            head = once_more(connection) if refusal.code == "unauthorized" else ""
            await refusal.answer(connection.headers, head)(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> Refusal | None:
        """Return why a connection is refused, or None if it is welcome."""
        hosts, origins = connection.headers.getlist("host"), connection.headers.getlist("origin")
        host = hosts[0] if len(hosts) == 1 else ""
        lab = self._settings.origin + self._settings.base
        if not self._settings.allows_host(host):
            en, zh = self._advice(host)
            return Refusal(
                403,
                "foreign_host",
                Words("This server answers only to its own address.", f"Open it by {lab}{en}"),
                Words("这个服务器只在它自己的地址上应答。", f"请打开 {lab}{zh}"),
                _CLOSE,
            )
        foreign = [origin for origin in origins if not self._settings.allows_origin(origin, host)]
        if foreign and not _is_asset(connection):
            en, zh = self._advice(re.sub(r"^https?://", "", foreign[0]), foreign[0])
            return Refusal(
                403,
                "foreign_origin",
                Words("The request comes from a page of another site.", f"Open the lab itself: {lab}{en}"),
                Words("这个请求来自别的网站的页面。", f"请直接打开实验室：{lab}{zh}"),
                _CLOSE,
            )
        known = self._known_by(connection)
        if isinstance(known, Refusal):
            return known
        if connection.scope["type"] == "websocket" and known == "cookie" and not origins:
            return Refusal(
                403,
                "foreign_origin",
                Words("A browser says where it comes from; this request does not.", "Use a browser."),
                Words("浏览器会说明请求从哪里来，这个请求没有。", "请用浏览器打开。"),
                _CLOSE,
            )
        return None

    def _known_by(self, connection: HTTPConnection) -> Literal["cookie", "token"] | Refusal:
        """Return what the connection is known by, or why it is not known."""
        cookie = connection.cookies.get(self._settings.cookie, "")
        by_cookie = secrets.compare_digest(self._settings.cookie_value.encode(), cookie.encode())
        # A right token weighs more than the cookie, because no other site's page can send it.
        offered = _tokens(connection)
        client = connection.client.host if connection.client else ""
        wait = self._attempts.wait(client) if offered else 0
        if not wait:
            for token in offered:
                if secrets.compare_digest(self._settings.token.encode(), token.encode()):
                    return "token"
                self._attempts.note(client, token)
        if by_cookie:
            return "cookie"
        if wait:
            return Refusal(
                429,
                "too_many_attempts",
                Words(
                    "There were too many wrong tokens.",
                    f"Wait {wait} seconds, then open the address that the terminal printed.",
                ),
                Words("错误的口令太多了。", f"请等 {wait} 秒，再打开终端里打印的地址。"),
                _CLOSE | {"retry-after": str(wait)},
            )
        return Refusal(
            401,
            "unauthorized",
            Words(
                "The lab does not know this browser.",
                "Open the address that the terminal printed when the lab started: it carries the token.",
            ),
            Words("实验室不认识这个浏览器。", "请打开实验室启动时终端里打印的地址，口令就在地址里。"),
            _CLOSE,
        )

    def _advice(self, host: str, origin: str = "") -> tuple[str, str]:
        """Return what to do if `host` is the lab's own address as seen from outside, in both languages."""
        if not re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?", host):
            return "", "。"
        command = f"neurarium lab --url {origin or f'http://{host}'}/"
        en = (
            f". If {host} is this lab behind a forwarded port, a tunnel or a proxy, start it with the "
            f"address that the browser shows: {command} (with its path, if it has one)"
        )
        zh = (
            f"。如果 {host} 就是这个实验室，只是隔着端口转发、隧道或代理，请用浏览器里显示的地址启动它："
            f"{command}（如果地址里有路径，也要写上）。"
        )
        return en, zh

    def _with_headers(self, send: Send, request: Headers) -> Send:
        """Add to every response what the browser shall not allow."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                host = request.get("host", "")
                headers["content-security-policy"] = content_security_policy(self._settings.sockets(host))
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        return guarded


PAGE_RULES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
"""What holds for the pages wherever they come from: nothing inline, nothing from elsewhere."""


def content_security_policy(sockets: Sequence[str]) -> str:
    """Return what pages of this server may load: their own files, and nothing inline.

    Some browsers do not count `sockets`, the server's WebSockets, as the page's own, so they are named.
    """
    return "; ".join(
        (
            *PAGE_RULES,
            "script-src 'self'",
            " ".join(("connect-src 'self'", *sockets)),
            "manifest-src 'self'",
            "frame-ancestors 'none'",
        )
    )


def _is_asset(connection: HTTPConnection) -> bool:
    """Return whether a script or style sheet of the lab's pages is asked for.

    Browsers send `Origin` with these as well. Behind a proxy that the lab was not told of, the page must
    still appear to say so; and what they hold is no secret.
    """
    path, method = connection.scope["path"], connection.scope.get("method")
    return path.startswith("/assets/") and method in {"GET", "HEAD"}


def _tokens(connection: HTTPConnection) -> list[str]:
    """Return the tokens that a connection offers, in whichever way."""
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    offered = [bearer.strip()] if scheme.lower() == "bearer" else []
    if connection.scope.get("method") in {"GET", "HEAD"}:
        offered.append(connection.query_params.get("token", ""))
    return [token for token in offered if token]
