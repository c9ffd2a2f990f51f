"""The description of the REST interface, in OpenAPI 3.1."""

from typing import Any

from neurarium.lab.reception import VERSION

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "hint"],
            "properties": {
                "code": {"type": "string", "description": "A stable name of the reason."},
                "message": {"type": "string"},
                "hint": {"type": "string", "description": "What to do about it."},
            },
        }
    },
}

_SHARE = {"type": "number", "minimum": 0, "maximum": 1}

_DIGIT = {
    "type": "object",
    "required": ["digit", "probability", "probabilities", "box"],
    "properties": {
        "digit": {"type": "integer", "minimum": 0, "maximum": 9},
        "probability": _SHARE,
        "probabilities": {"type": "array", "items": _SHARE, "minItems": 10, "maxItems": 10},
        "box": {
            "type": "array",
            "description": "x, y, width, height in pixels of the upright picture, from its upper left.",
            "items": {"type": "number"},
            "minItems": 4,
            "maxItems": 4,
        },
    },
}

_MODEL = {
    "type": "object",
    "required": ["name", "created", "bytes"],
    "properties": {
        "name": {"type": "string"},
        "created": {"type": "string", "format": "date-time"},
        "bytes": {"type": "integer", "minimum": 0},
        "layers": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        "parameters": {"type": "integer", "minimum": 1},
        "test_accuracy": {"anyOf": [_SHARE, {"type": "null"}]},
        "error": {"type": "string", "description": "What is wrong with the file, if it is broken."},
    },
}


def description(server: str) -> dict[str, Any]:
    """Return the description of the REST interface.

    Parameters
    ----------
    server
        The address of the server.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Neurarium",
            "version": VERSION,
            "description": "Read handwritten digits with the models that you trained.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {
            "/api/predict": {"post": _PREDICT},
            "/api/models": {"get": _MODELS},
            "/api/openapi.json": {"get": _OPENAPI},
        },
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token in the address that the terminal prints when the lab starts.",
                }
            },
            "schemas": {"Error": _ERROR, "Digit": _DIGIT, "Model": _MODEL},
        },
    }


def _json(what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _error(what: str) -> dict[str, Any]:
    return _json(what, {"$ref": "#/components/schemas/Error"})


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list_of(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


_REFUSED = {
    "401": _error("The token is missing or wrong."),
    "403": _error("The request names another host, or comes from a page of another site."),
    "429": _error("There were too many wrong tokens."),
}

_BUSY = _error("There are too many requests; ask again after the seconds in `Retry-After`.") | {
    "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
}

_PREDICT = {
    "operationId": "predict",
    "summary": "Read the digits in a picture",
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["image"],
                    "additionalProperties": False,
                    "properties": {
                        "image": {
                            "type": "string",
                            "format": "binary",
                            "description": "A photo, scan or drawing: PNG, JPEG, WebP, BMP, GIF, TIFF, AVIF.",
                        },
                        "model": {
                            "type": "string",
                            "minLength": 1,
                            "description": "A model's name; by default the one that reads test digits best.",
                        },
                    },
                }
            }
        },
    },
    "responses": {
        "200": _json(
            "The digits, line by line, each line from the left.",
            _object(model={"type": "string"}, digits=_list_of("Digit")),
        ),
        "400": _error("The body is not multipart/form-data."),
        "404": _error("There is no model of that name."),
        "409": _error("There is no trained model yet."),
        "413": _error("The file, or the picture in it, is too large."),
        "422": _error("The picture cannot be read, or there is nothing on it."),
        "503": _BUSY,
        **_REFUSED,
    },
}

_MODELS = {
    "operationId": "models",
    "summary": "List the models, newest first",
    "responses": {"200": _json("The models.", _object(models=_list_of("Model"))), "503": _BUSY, **_REFUSED},
}

_OPENAPI = {
    "operationId": "openapi",
    "summary": "This description",
    "responses": {"200": _json("An OpenAPI document.", {"type": "object"}), **_REFUSED},
}
