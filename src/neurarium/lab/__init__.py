"""The lab: a synchronous object that answers the front end's requests, and the exhibits behind it."""

from neurarium.lab.lab import Lab
from neurarium.lab.protocol import PROTOCOL_VERSION, LabError
from neurarium.lab.workspace import Run, RunBoard, Workspace

__all__ = ["PROTOCOL_VERSION", "Lab", "LabError", "Run", "RunBoard", "Workspace"]
