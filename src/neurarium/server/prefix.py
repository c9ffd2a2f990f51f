"""Paths below a prefix, for proxies that pass it on."""

from starlette.datastructures import URL
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class StripPrefix:
    """ASGI middleware that takes a prefix off the paths that have it; others come from a proxy that does so.

    Parameters
    ----------
    app
        What finds everything below ``/``.
    prefix
        The prefix, with a slash at both ends.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without the prefix."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path + "/" == self._prefix:
            # Relative addresses on a page of this path would miss the prefix.
            target = URL(self._prefix).replace(query=scope["query_string"].decode("latin-1"))
            await RedirectResponse(target)(scope, receive, send)
            return
        if path.startswith(self._prefix):
            scope = {**scope, "path": "/" + path.removeprefix(self._prefix)}
        await self._app(scope, receive, send)
