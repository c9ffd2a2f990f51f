"""The REST interface: read digits in a picture, list the models, describe both."""

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from neurarium.data.handwriting import HandwritingError
from neurarium.lab import LabError, Workspace
from neurarium.lab.image_errors import image_error
from neurarium.persist import StoredModel
from neurarium.recognizer import read_digits
from neurarium.server.openapi import description
from neurarium.server.settings import ServerSettings
from neurarium.server.workers import Workers

_STATUS = {"not_found": 404, "no_model": 409, "too_large": 413, "bad_param": 422}


def routes(workspace: Workspace, workers: Workers, settings: ServerSettings) -> list[BaseRoute]:
    """Return the routes below /api."""

    async def predict(request: Request) -> Response:
        """Read the digits in the picture of the multipart field `image`."""
        async with request.form(max_files=1, max_fields=2) as form:
            try:
                picture, name = await _picture(form), _model_name(form)
                answer = await workers.run(lambda _: _read(workspace, picture, name))
            except LabError as error:
                return error_response(error)
        return JSONResponse(answer)

    async def models(_: Request) -> Response:
        """List the models, newest first."""
        entries = await workers.run(lambda _: workspace.models.entries())
        return JSONResponse({"models": [_model_line(entry) for entry in entries]})

    async def openapi(_: Request) -> Response:
        """Describe this interface."""
        return JSONResponse(description(settings.origin))

    return [
        Route("/api/predict", predict, methods=["POST"]),
        Route("/api/models", models, methods=["GET"]),
        Route("/api/openapi.json", openapi, methods=["GET"]),
    ]


def error_response(error: LabError) -> Response:
    """Return an error of the lab as HTTP has it."""
    body = {"code": error.code, "message": error.message, "hint": error.hint}
    return JSONResponse({"error": body}, _STATUS.get(error.code, 422))


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
        readings = read_digits(picture, reader.model)
    except HandwritingError as error:
        raise image_error(error) from error
    return {"model": reader.name, "digits": [reading.as_dict() for reading in readings]}


def _model_line(entry: StoredModel) -> dict[str, Any]:
    return entry.as_dict() | {"bytes": entry.size}
