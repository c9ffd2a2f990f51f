"""The built front end as files: one page for every exhibit, and its assets."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

NOT_BUILT = (
    "The lab's web pages are not built. In a source checkout run `make lab`, or `npm ci && npm run build` in "
    "web/; otherwise install Neurarium again from a wheel, which carries them."
)


def is_built(folder: Path) -> bool:
    """Whether the front end is there."""
    return (folder / "index.html").is_file()


def routes(folder: Path) -> list[BaseRoute]:
    """Return the routes of the front end in `folder`."""

    async def page(request: Request) -> Response:
        """Answer every address of an exhibit with the one page, which finds its way by the address."""
        path: str = request.path_params.get("path", "")
        if not is_built(folder):
            raise HTTPException(503, NOT_BUILT)
        if "/" not in path and (folder / path).is_file():  # the icon and the like
            return FileResponse(folder / path, headers={"cache-control": "no-cache"})
        if "/" in path or "." in path:
            raise HTTPException(404, "There is no such file.")
        return FileResponse(folder / "index.html", headers={"cache-control": "no-cache"})

    return [
        Mount("/assets", _Assets(directory=folder / "assets", check_dir=False)),
        Route("/", page, methods=["GET"]),
        Route("/{path:path}", page, methods=["GET"]),
    ]


class _Assets(StaticFiles):
    """Files whose names change with their content, so a browser may keep them for good."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "private, max-age=31536000, immutable"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not Path(self.directory or "").is_dir():
            raise HTTPException(503, NOT_BUILT)
        return await super().get_response(path, scope)
