"""The REST interface: read digits in a picture, list the models, describe both."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from neurarium.data.handwriting import HandwritingError, read_image
from neurarium.lab import LabError, Workspace
from neurarium.lab.image_errors import image_error
from neurarium.persist import StoredModel
from neurarium.recognizer import read_digits
from neurarium.server.chinese import in_chinese
from neurarium.server.openapi import description
from neurarium.server.refusal import Refusal, Words
from neurarium.server.settings import ServerSettings
from neurarium.server.workers import QueueFullError, RequestQueue

Endpoint = Callable[[Request], Awaitable[Response]]

_RETRY_SECONDS = 2
_STATUS = {"busy": 503, "not_found": 404, "no_model": 409, "too_large": 413, "bad_param": 422}


def routes(workspace: Workspace, queue: RequestQueue, settings: ServerSettings) -> list[BaseRoute]:
    """Return the routes below /api."""

    async def predict(request: Request) -> Response:
        """Read the digits in the picture of the multipart field `image`."""
        with queue.place():
            async with request.form(max_files=1, max_fields=2) as form:
                picture, name = await _picture(form), _model_name(form)
                answer = await queue.run(partial(_read, workspace, picture, name))
        return JSONResponse(answer)

    async def models(_: Request) -> Response:
        """List the models, newest first."""
        with queue.place():
            entries = await queue.run(workspace.models.entries)
        return JSONResponse({"models": [_model_line(entry) for entry in entries]})

    async def openapi(_: Request) -> Response:
        """Describe this interface."""
        return JSONResponse(description(settings.origin + settings.base.rstrip("/")))

    return [
        Route("/api/predict", _with_errors(predict), methods=["POST"]),
        Route("/api/models", _with_errors(models), methods=["GET"]),
        Route("/api/openapi.json", openapi, methods=["GET"]),
    ]


def _with_errors(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that answers errors of the lab, and a full queue, in the form of HTTP."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except QueueFullError:
            message, hint = "The lab is reading other pictures.", f"Ask again in {_RETRY_SECONDS} seconds."
            error = LabError("busy", message, hint, {"name": "", "run": ""})
        except LabError as found:
            error = found
        status = _STATUS.get(error.code, 422)
        return Refusal(
            status,
            error.code,
            Words(error.message, error.hint),
            in_chinese(error.code, error.data | {"seconds": _RETRY_SECONDS}),
            {"retry-after": str(_RETRY_SECONDS)} if status == 503 else {},
        ).answer(request.headers)

    return answer


async def _picture(form: FormData) -> bytes:
    file = form.get("image")
    if not isinstance(file, UploadFile):
        raise LabError(
            "bad_param",
            "The request must have a file in the multipart field 'image'.",
            "With curl: --form image=@photo.png",
            {"param": "image", "expected": "a file", "got": "nothing" if file is None else "a text"},
        )
    return await file.read()


def _model_name(form: FormData) -> str | None:
    name = form.get("model")
    if isinstance(name, UploadFile):
        expected = {"param": "model", "expected": "a name", "got": "a file"}
        raise LabError("bad_param", "The field 'model' must be a name, not a file.", "", expected)
    return name or None


def _read(workspace: Workspace, picture: bytes, name: str | None) -> dict[str, Any]:
    reader = workspace.model_cache.reader(name)
    try:
        with workspace.decoding:
            image = read_image(picture)
        readings = read_digits(image, reader.model)
    except HandwritingError as error:
        raise image_error(error) from error
    return {"model": reader.name, "digits": [reading.as_dict() for reading in readings]}


def _model_line(entry: StoredModel) -> dict[str, Any]:
    return entry.as_dict() | {"bytes": entry.size}
