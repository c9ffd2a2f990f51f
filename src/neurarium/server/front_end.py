"""The built front end as files: one page for every exhibit, and its assets."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

NOT_BUILT = (
    "The lab's web pages are not built. In a source checkout run `make lab`, or `npm ci && npm run build` in "
    "web/; otherwise install Neurarium again from a wheel, which carries them."
)

_ASK_EACH_TIME = {"cache-control": "no-cache"}
_KEEP_FOR_GOOD = {"cache-control": "private, max-age=31536000, immutable"}


def is_built(folder: Path) -> bool:
    """Whether the front end is there."""
    return (folder / "index.html").is_file()


def is_page(path: str) -> bool:
    """Whether a path (without the slash before it) is that of the first page or an exhibit."""
    return "/" not in path and "." not in path


def routes(folder: Path) -> list[BaseRoute]:
    """Return the routes of the front end in `folder`."""

    async def asset(request: Request) -> Response:
        """Answer with a file whose name changes with its content."""
        return FileResponse(_listed(folder / "assets", request.path_params["path"]), headers=_KEEP_FOR_GOOD)

    async def page(request: Request) -> Response:
        """Answer every exhibit's address with the one page, which reads the exhibit from the address."""
        path: str = request.path_params.get("path", "")
        name = "index.html" if is_page(path) else path
        return FileResponse(_listed(folder, name), headers=_ASK_EACH_TIME)

    return [
        Route("/assets/{path:path}", asset, methods=["GET"]),
        Route("/{path:path}", page, methods=["GET"]),
    ]


def _listed(folder: Path, name: str) -> Path:
    """Return the file of this name if the folder lists it: no text of a request is made into a path."""
    if not folder.is_dir():
        raise HTTPException(503, NOT_BUILT)
    for file in folder.iterdir():
        if file.name == name and file.is_file():
            return file
    raise HTTPException(404, "There is no such file.")
