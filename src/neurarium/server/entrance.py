"""The page that a browser gets in exchange for the token, and what pages ask before they come in.

It sets the cookie and moves on to the address without the token. A redirect would do the same in one step
less, but not after a click on another site's page: a cookie with `SameSite=Strict` is not sent to the target
of a redirect that another site began. From this page on, the lab itself asks for the next address.
"""

from html import escape
from urllib.parse import quote, urlencode

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from neurarium.server.settings import ServerSettings

_SCRIPT = "location.replace(document.getElementById('lab').href + location.hash);\n"
"""In a file, because pages may hold no scripts. It keeps the part after #, which never reaches the server."""

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Neurarium</title>
<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
<p><a id="lab" href="{target}">Neurarium</a></p>
<script src="{base}enter.js"></script>
</html>
"""


def welcome(connection: HTTPConnection, settings: ServerSettings) -> Response:
    """Return the page that exchanges the token in the address for the cookie."""
    rest = [(key, value) for key, value in connection.query_params.multi_items() if key != "token"]
    # Relative to the address in the browser: whatever a proxy has put before it stays, and no path can lead
    # to another server.
    *above, last = connection.scope["path"].removeprefix("/").split("/")
    target = "./" + quote(last) + ("?" + urlencode(rest) if rest else "")
    base = "./" + "../" * len(above)
    response = HTMLResponse(
        _PAGE.format(target=escape(target), base=base), headers={"cache-control": "no-store"}
    )
    response.set_cookie(
        settings.cookie,
        settings.cookie_value,
        path=settings.base,
        secure=settings.cookie_is_secure,
        httponly=True,
        samesite="strict",
    )
    return response


def routes() -> list[BaseRoute]:
    """Return the routes of the page's script, and of the question whether a page is let in."""

    async def script(_: Request) -> Response:
        """Answer with the script that moves on."""
        return Response(_SCRIPT, media_type="text/javascript")

    async def knock(_: Request) -> Response:
        """Answer who is let in: a browser does not tell a page why its WebSocket was refused."""
        return Response(status_code=204)

    return [Route("/enter.js", script, methods=["GET"]), Route("/knock", knock, methods=["POST"])]
