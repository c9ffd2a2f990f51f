"""Who may talk to the server: a guard before everything else.

The lab runs on the learner's machine with the learner's rights, and any page that the learner's browser shows
can send requests to it. So each request and each WebSocket handshake must

- name this server in its Host header (else a foreign name was made to resolve to this machine, which is
  called DNS rebinding),
- come from this server's own pages, if the browser says where it comes from (Origin; cookies do not keep
  ports apart, so `SameSite` alone would let another local server's pages in),
- carry the token that was printed in the terminal: once in the address, from then on in a cookie that scripts
  cannot read, or in an Authorization header.
"""

import secrets
from urllib.parse import urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neurarium.server.settings import ServerSettings

Refusal = tuple[int, str, str, str]

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",  # the first address holds the token
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

#: What a refused connection still has to say will not be read.
_CLOSE = {"connection": "close"}


class Guard:
    """ASGI middleware that lets only the learner's own browser and programs through.

    Parameters
    ----------
    app
        What is guarded.
    settings
        Where the server listens, and its token.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a connection through, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:  # the start and end of the server itself
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        send = self._with_headers(send, connection.headers)
        refusal = self._refusal(connection)
        if refusal is None and scope["type"] == "http" and "token" in connection.query_params:
            await self._welcome(connection)(scope, receive, send)
        elif refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Before the handshake is accepted, closing answers it with status 403.
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": refusal[1]})
        else:
            await _page(refusal, connection.headers)(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> Refusal | None:
        """Return why a connection is refused, or None if it is welcome."""
        host, origin = connection.headers.get("host", ""), connection.headers.get("origin")
        if len(connection.headers.getlist("host")) != 1 or not self._settings.allows_host(host):
            return (
                403,
                "foreign_host",
                "This server answers only to its own address.",
                "Open it by " + self._settings.origin,
            )
        if origin is not None and origin.lower() != f"http://{host.lower()}":
            return (
                403,
                "foreign_origin",
                "The request comes from a page of another site.",
                "Open the lab itself.",
            )
        if not self._knows(connection):
            return (
                401,
                "unauthorized",
                "The lab does not know this browser.",
                "Open the address that the terminal printed when the lab started: it carries the key.",
            )
        by_cookie = "authorization" not in connection.headers
        if connection.scope["type"] == "websocket" and by_cookie and origin is None:
            return (
                403,
                "foreign_origin",
                "A browser says where it comes from; this request does not.",
                "Use a browser.",
            )
        return None

    def _knows(self, connection: HTTPConnection) -> bool:
        """Whether the connection carries the token, in whichever of the three ways."""
        scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
        offered = [connection.cookies.get(self._settings.cookie, "")]
        if scheme.lower() == "bearer":
            offered.append(bearer.strip())
        if connection.scope.get("method") in {"GET", "HEAD"}:
            offered.append(connection.query_params.get("token", ""))
        token = self._settings.token.encode()
        return any(secrets.compare_digest(token, candidate.encode()) for candidate in offered)

    def _welcome(self, connection: HTTPConnection) -> Response:
        """Exchange the token in the address for a cookie, and take it out of the address."""
        rest = [(key, value) for key, value in connection.query_params.multi_items() if key != "token"]
        path = "/" + connection.url.path.lstrip("/")  # one slash: two would name another server
        response = RedirectResponse(path + ("?" + urlencode(rest) if rest else ""), status_code=303)
        response.set_cookie(
            self._settings.cookie, self._settings.token, httponly=True, samesite="strict", path="/"
        )
        response.headers["cache-control"] = "no-store"
        return response

    def _with_headers(self, send: Send, request: Headers) -> Send:
        """Add to every response what the browser shall not allow."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                host = request.get("host", "")
                trusted = host if self._settings.allows_host(host) else ""
                headers["content-security-policy"] = content_security_policy(trusted)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        return guarded


def content_security_policy(host: str) -> str:
    """Return what pages of this server may load: their own files, and nothing inline.

    Some browsers do not count a WebSocket to `host` as the page's own, so it is named.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            "font-src 'self'",
            f"connect-src 'self' ws://{host}" if host else "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _page(refusal: Refusal, headers: Headers) -> Response:
    status, code, message, hint = refusal
    if "text/html" in headers.get("accept", ""):
        text = f"<!doctype html><meta charset=utf-8><title>Neurarium</title><h1>{message}</h1><p>{hint}</p>"
        return Response(text, status, _CLOSE, media_type="text/html")
    error = {"code": code, "message": message, "hint": hint}
    return JSONResponse({"error": error}, status, _CLOSE)
