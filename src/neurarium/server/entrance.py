"""The page that a browser gets in exchange for the token, and what pages ask before they come in.

It sets the cookie and moves on to the address without the token. A redirect would do the same in one step
less, but not after a click on another site's page: a cookie with `SameSite=Strict` is not sent to the target
of a redirect that another site began. From this page on, the lab itself asks for the next address.

A link without the token on another site's page comes without the cookie too. What a known browser and a
stranger get is then the same: the refusal, with a script that asks once more, marked by `AGAIN`. The script
is a file of the lab, which only a known browser may fetch, for a page's own files are asked for with the
cookie. So a stranger stays at the refusal, and nothing but a page can be asked for in this way.
"""

from html import escape
from urllib.parse import quote, urlencode

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from neurarium.server.front_end import is_page
from neurarium.server.settings import ServerSettings

AGAIN = "again"
"""What marks the address of a page that is asked for a second time, and never a third."""

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
    above = connection.scope["path"].removeprefix("/").count("/")
    base = "./" + "../" * above
    target = _address(connection)
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


def once_more(connection: HTTPConnection) -> str:
    """Return the HTML that asks for a page once more, as the lab's own; empty for anything but a first time.

    It is for the page that refuses a browser which showed no cookie.
    """
    fetched = connection.headers.get("sec-fetch-dest", "document")
    if (
        connection.scope["type"] != "http"
        or connection.scope["method"] != "GET"
        or fetched != "document"
        or not is_page(connection.scope["path"].removeprefix("/"))
        or not {AGAIN, "token"}.isdisjoint(connection.query_params)
    ):
        return ""
    address = escape(_address(connection, (AGAIN, "")))
    return f'<a id="lab" href="{address}" hidden></a><script src="./enter.js"></script>'


def _address(connection: HTTPConnection, *more: tuple[str, str]) -> str:
    """Return the address that was asked for, without the token and the mark, but with `more`.

    It is relative to the address in the browser: whatever a proxy has put before it stays, and no path can
    lead to another server.
    """
    asked = connection.query_params.multi_items()
    query = [*(pair for pair in asked if pair[0] not in {AGAIN, "token"}), *more]
    last = connection.scope["path"].rpartition("/")[2]
    return "./" + quote(last) + ("?" + urlencode(query) if query else "")


def routes() -> list[BaseRoute]:
    """Return the routes of the page's script, and of the question whether a page is let in."""

    async def script(_: Request) -> Response:
        """Answer with the script that moves on."""
        return Response(_SCRIPT, media_type="text/javascript")

    async def knock(_: Request) -> Response:
        """Answer who is let in: a browser does not tell a page why its WebSocket was refused."""
        return Response(status_code=204)

    return [Route("/enter.js", script, methods=["GET"]), Route("/knock", knock, methods=["POST"])]
