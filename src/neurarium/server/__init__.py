"""The server: the lab behind a WebSocket on this machine, the built front end, and a small REST interface."""

from neurarium.server.app import create_app
from neurarium.server.run import ServerError, serve
from neurarium.server.settings import ServerSettings

__all__ = ["ServerError", "ServerSettings", "create_app", "serve"]
