"""Export to ONNX, the exchange format that runs in browsers, on phones and in other languages.

Source: Open Neural Network Exchange, operators of opset 17.
"""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import Activation, LeakyReLU
from neurarium.engine.layers import BatchNorm, Dense, Dropout, shape_of
from neurarium.engine.network import Network
from neurarium.interop.errors import InteropError
from neurarium.interop.source import Exportable, ExportedLayer, exported_layers, model_of
from neurarium.persist.atomic import write_atomically, write_errors_as

if TYPE_CHECKING:
    import onnx

_OPSET = 17
_IR_VERSION = 8  # the version of the file format that came with opset 17

_OPERATORS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softmax": "Softmax", "exp": "Exp"}


def to_onnx(model: Exportable, path: str | PathLike[str]) -> tuple[Path]:
    """Write a network as an ONNX file.

    Its input ``inputs`` takes rows as the data had them, float32 ``(n, n_in)``: the model's scaling, if it
    has one, is the first two nodes. Its output ``outputs`` is float32 ``(n, n_out)``. A model that knows what
    its classes are called, such as a fitted classifier, has two outputs instead, as sklearn-onnx writes them:
    ``label`` ``(n,)`` and ``probabilities`` ``(n, n_classes)``. All is float32, whatever the network's own
    type. Dropout, which does nothing when predicting, is left out.

    Parameters
    ----------
    model
        A network, a model with its scaling, a fitted estimator or a pipeline.
    path
        Of the file.

    Returns
    -------
    tuple of Path
        The one file written.

    Raises
    ------
    InteropError
        If the package ``onnx`` is missing, the network has a layer or an activation that is not one of the
        engine's, or the file cannot be written.
    """
    try:
        import onnx
    except ImportError as error:
        raise InteropError(
            "exporting to ONNX needs the package onnx: pip install 'neurarium[onnx]'"
        ) from error

    path = Path(path)
    whole = model_of(model)
    network, scaling = whole.network, whole.scaling
    graph = _Graph("inputs")
    if scaling is not None:
        graph.add("Sub", graph.constant("scaling.shift", scaling.shift), name="scaling.shifted")
        graph.add("Mul", graph.constant("scaling.scale", scaling.scale), name="scaling.scaled")
    graph.extend(exported_layers(network))
    if whole.classes:
        outputs = graph.classify(whole.classes, network)
    else:
        graph.add("Identity", name="outputs")
        outputs = [
            onnx.helper.make_tensor_value_info("outputs", onnx.TensorProto.FLOAT, ["n", network.n_out])
        ]
    proto = onnx.helper.make_model(
        graph.close(outputs, network.n_in, shape_of(network.layers)),
        producer_name="neurarium",
        opset_imports=[onnx.helper.make_opsetid("", _OPSET)],
        ir_version=_IR_VERSION,
    )
    onnx.checker.check_model(proto, full_check=True)
    with write_errors_as(InteropError, path):
        write_atomically(path, proto.SerializeToString())
    return (path,)


class _Graph:
    """A chain of ONNX nodes that is being built.

    Attributes
    ----------
    value
        The name of the last node's output.
    """

    def __init__(self, value: str) -> None:
        self.start = self.value = value
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        """Keep an array in the file, as float32; return its name."""
        import onnx

        self.constants.append(onnx.numpy_helper.from_array(np.array(value, np.float32), name))
        return name

    def add(self, operator: str, *inputs: str, name: str, **attributes: Any) -> None:
        """Append a node that works on the last value (and on other `inputs`) and whose result is `name`."""
        self.node(operator, [self.value, *inputs], name, **attributes)
        self.value = name

    def extend(self, parts: Sequence[ExportedLayer]) -> None:
        """Append the nodes of layers."""
        for part in parts:
            layer, name = part.layer, part.name
            constants = [self.constant(f"{name}.{key}", array) for key, array in part.arrays.items()]
            if isinstance(layer, Dense):
                self.add("Gemm", *constants, name=f"{name}.z")  # x W + b
            elif isinstance(layer, BatchNorm):
                self.add("BatchNormalization", *constants, name=f"{name}.z", epsilon=layer.epsilon)
            elif not isinstance(layer, Dropout):
                shortcut = self.value
                self.extend(part.inner)
                self.add("Add", shortcut, name=f"{name}.a")
            self.activate(layer.activation, f"{name}.a")

    def activate(self, activation: Activation, name: str) -> None:
        """Append the nodes of an activation."""
        import onnx

        if isinstance(activation, LeakyReLU):
            self.add("LeakyRelu", name=name, alpha=activation.alpha)
        elif activation.name == "step":
            self.add("GreaterOrEqual", self.constant(f"{name}.threshold", 0.0), name=f"{name}.fires")
            self.add("Cast", name=name, to=onnx.TensorProto.FLOAT)
        elif activation.name == "gelu":  # its operator, Gelu, came only with opset 20
            z = self.value
            self.add("Pow", self.constant(f"{name}.power", 3.0), name=f"{name}.cube")
            self.add("Mul", self.constant(f"{name}.weight", 0.044715), name=f"{name}.bend")
            self.add("Add", z, name=f"{name}.sum")
            self.add("Mul", self.constant(f"{name}.scale", np.sqrt(2 / np.pi)), name=f"{name}.u")
            self.add("Tanh", name=f"{name}.tanh")
            self.add("Add", self.constant(f"{name}.one", 1.0), name=f"{name}.gate")
            self.add("Mul", z, name=f"{name}.double")
            self.add("Mul", self.constant(f"{name}.half", 0.5), name=name)
        elif activation.name != "linear":
            self.add(_OPERATORS[activation.name], name=name)

    def classify(self, classes: Sequence[str | int], network: Network) -> "list[onnx.ValueInfoProto]":
        """Append what turns outputs into labels and probabilities; return the descriptions of the two."""
        import onnx

        several = network.output.name == "sigmoid" and network.n_out > 1
        if network.n_out == 1:  # the probability of the second class
            self.add("Identity", name="second")
            self.node("Sub", [self.constant("one", [1.0]), "second"], "first")
            self.node("Concat", ["first", "second"], "probabilities", axis=1)
        else:
            self.add("Identity", name="probabilities")
        if several:  # yes or no for each label
            self.node("Greater", ["probabilities", self.constant("half", [0.5])], "says_yes")
            self.node("Cast", ["says_yes"], "label", to=onnx.TensorProto.INT64)
            return _described(("label", onnx.TensorProto.INT64, ["n", len(classes)]), len(classes))
        text = any(isinstance(name, str) for name in classes)
        names = np.array([str(name) for name in classes], object) if text else np.array(classes, np.int64)
        self.constants.append(onnx.numpy_helper.from_array(names, "classes"))
        self.node("ArgMax", ["probabilities"], "best", axis=1, keepdims=0)
        self.node("Gather", ["classes", "best"], "label", axis=0)
        kind = onnx.TensorProto.STRING if text else onnx.TensorProto.INT64
        return _described(("label", kind, ["n"]), len(classes))

    def node(self, operator: str, inputs: Sequence[str], name: str, **attributes: Any) -> None:
        """Append a node that works on named values."""
        import onnx

        self.nodes.append(onnx.helper.make_node(operator, list(inputs), [name], name=name, **attributes))

    def close(self, outputs: "list[onnx.ValueInfoProto]", n_in: int, title: str) -> "onnx.GraphProto":
        """Return the finished graph."""
        import onnx

        rows = onnx.helper.make_tensor_value_info(self.start, onnx.TensorProto.FLOAT, ["n", n_in])
        return onnx.helper.make_graph(self.nodes, title, [rows], outputs, self.constants)


def _described(label: tuple[str, int, list[Any]], n_classes: int) -> "list[onnx.ValueInfoProto]":
    import onnx

    return [
        onnx.helper.make_tensor_value_info(*label),
        onnx.helper.make_tensor_value_info("probabilities", onnx.TensorProto.FLOAT, ["n", n_classes]),
    ]
