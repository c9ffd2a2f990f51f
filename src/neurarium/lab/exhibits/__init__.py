"""The registry of exhibits: a new exhibit adds its class here; nothing else is needed on this side."""

import logging

from neurarium.lab.exhibit import Exhibit
from neurarium.lab.exhibits.activations import Activations
from neurarium.lab.exhibits.backprop import Backprop
from neurarium.lab.exhibits.code import Code
from neurarium.lab.exhibits.compare import Compare
from neurarium.lab.exhibits.data import Data
from neurarium.lab.exhibits.forward import Forward
from neurarium.lab.exhibits.gradient_flow import GradientFlow
from neurarium.lab.exhibits.neuron import Neuron
from neurarium.lab.exhibits.optimizers import Optimizers
from neurarium.lab.exhibits.overfitting import Overfitting
from neurarium.lab.exhibits.perceptron import PerceptronExhibit
from neurarium.lab.exhibits.playground import Playground
from neurarium.lab.exhibits.recognise import Recognise
from neurarium.lab.exhibits.train import Train
from neurarium.lab.workspace import Workspace

_log = logging.getLogger(__name__)

EXHIBITS: dict[str, type[Exhibit]] = {
    kind.id: kind
    for kind in (
        Neuron,
        Activations,
        PerceptronExhibit,
        Forward,
        Backprop,
        Playground,
        GradientFlow,
        Optimizers,
        Data,
        Train,
        Overfitting,
        Recognise,
        Compare,
        Code,
    )
}
"""The exhibits by id, in the order of the menu."""


def restore(workspace: Workspace) -> None:
    """Let every exhibit restore what an earlier process left in the workspace."""
    for kind in EXHIBITS.values():
        try:
            kind.restore(workspace)
        except Exception:  # noqa: BLE001  (whatever was left: the lab starts)
            _log.exception("what an earlier process left of '%s' could not be restored", kind.id)
