"""The lab: a synchronous object that answers the front end's requests, and the exhibits behind it."""

from neurarium.lab.lab import Lab
from neurarium.lab.protocol import PROTOCOL_VERSION, LabError
from neurarium.lab.workspace import BackgroundRun, RunRegistry, Workspace

__all__ = ["PROTOCOL_VERSION", "BackgroundRun", "Lab", "LabError", "RunRegistry", "Workspace"]
