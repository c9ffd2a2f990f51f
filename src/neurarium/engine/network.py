"""A network: layers, and all their parameters in one flat buffer.

`Network.forward` fills a `Trace` with every z and every a; `Network.backward` fills `Gradients` from it.
There are no hidden caches: what is not in the trace is not kept.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import Activation
from neurarium.engine.errors import ParameterError, ShapeError
from neurarium.engine.layers import (
    Dense,
    Layer,
    LayerTrace,
    Mode,
    Residual,
    Shape,
    check_chain,
    shape_of,
    walk,
)
from neurarium.engine.memory import zeros
from neurarium.engine.passes import Gradients, Trace
from neurarium.engine.summary import Summary
from neurarium.engine.types import FloatArray, Parameters
from neurarium.engine.views import Views, size_of, views_of, write


class Network:
    """Layers in a row.

    Parameters
    ----------
    layers
        In order; each must take as many inputs as the one before gives.
    seed
        A number, or a `numpy.random.Generator` to draw the initial weights from.
    dtype
        ``float32``, or ``float64`` for gradient checks.

    Attributes
    ----------
    theta
        All parameters, ``(n_parameters,)``.
    statistics
        All running statistics (batch normalization), flat like `theta`; often empty.
    parameters
        One dict a layer: name to view of `theta`. Writing into a view changes the network.

    Assigning to any of these (``network.theta = vector``, ``network.parameters[0]["W"] = matrix``) writes
    into the network's own memory, so that all of them still show the same numbers.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        *,
        seed: int | np.random.Generator = 0,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        self.layers = tuple(layers)
        check_chain(self.layers)
        self.dtype = _float_type(dtype)
        self._shapes = [layer.shapes() for layer in self.layers]
        self._statistic_shapes = [layer.statistics() for layer in self.layers]
        self._theta: FloatArray = zeros(size_of(self._shapes), self.dtype)
        self._statistics: FloatArray = np.zeros(size_of(self._statistic_shapes), self.dtype)
        self._cut_views()
        self.initialize(seed)

    @property
    def theta(self) -> FloatArray:
        """All parameters, ``(n_parameters,)``; assigning writes into them."""
        return self._theta

    @theta.setter
    def theta(self, vector: npt.ArrayLike) -> None:
        write("theta", self._theta, vector)

    @property
    def statistics(self) -> FloatArray:
        """All running statistics, flat; assigning writes into them."""
        return self._statistics

    @statistics.setter
    def statistics(self, vector: npt.ArrayLike) -> None:
        write("statistics", self._statistics, vector)

    @property
    def parameters(self) -> Sequence[Parameters]:
        """Each layer's parameters by name: views of `theta`."""
        return self._parameters

    @property
    def layer_statistics(self) -> Sequence[Parameters]:
        """Each layer's running statistics by name: views of `statistics`."""
        return self._layer_statistics

    def initialize(self, seed: int | np.random.Generator = 0) -> None:
        """Draw new initial weights."""
        rng = np.random.default_rng(seed)
        for layer, parameters, statistics in zip(
            self.layers, self.parameters, self.layer_statistics, strict=True
        ):
            layer.initialize(parameters, statistics, rng)

    @property
    def n_in(self) -> int:
        """Number of inputs."""
        return self.layers[0].n_in

    @property
    def n_out(self) -> int:
        """Number of outputs."""
        return self.layers[-1].n_out

    @property
    def output(self) -> Activation:
        """The last layer's activation."""
        return self.layers[-1].activation

    def views(self, vector: FloatArray) -> list[Parameters]:
        """Return each layer's part of a vector laid out like `theta`, by name, without copying.

        Parameters
        ----------
        vector
            ``(n_parameters,)``: parameters, a gradient, or an optimizer's state.
        """
        if vector.shape != self.theta.shape:
            raise ShapeError(f"expected a vector of {self.theta.size} numbers, got shape {vector.shape}")
        return views_of(vector, self._shapes)

    def weights(self, vector: FloatArray | None = None) -> list[FloatArray]:
        """Return the views of all weight matrices W in `vector` (default: `theta`), in order."""
        views = self.parameters if vector is None else self.views(vector)
        return [a for layer in views for name, a in layer.items() if name == "W" or name.endswith(".W")]

    def trace(self, n: int) -> Trace:
        """Return an empty trace for `n` rows, to be reused as `out` of `forward`."""
        return Trace([layer.trace(n, self.dtype) for layer in self.layers])

    def gradients(self, n: int) -> Gradients:
        """Return empty gradients for `n` rows, to be reused as `out` of `backward`."""
        vector = np.zeros_like(self.theta)
        views = self.views(vector)
        return Gradients(
            vector,
            [layer.gradient(n, self.dtype, v) for layer, v in zip(self.layers, views, strict=True)],
            penalty=np.empty_like(self.theta),
        )

    def forward(
        self,
        X: npt.ArrayLike,
        *,
        training: bool = False,
        rng: np.random.Generator | None = None,
        out: Trace | None = None,
    ) -> Trace:
        """Compute every layer from the input on.

        Parameters
        ----------
        X
            Inputs, ``(n, n_in)``.
        training
            Whether dropout and batch normalization act as in training.
        rng
            Randomness for dropout; only needed in training.
        out
            A trace for n rows to write into; without it a new one is made.

        Raises
        ------
        ShapeError
            If `X` is not ``(n, n_in)``, or `out` is for another number of rows.
        """
        a: FloatArray = np.asarray(X, self.dtype)
        self._check_inputs(a.shape)
        trace = self.trace(len(a)) if out is None else out
        if len(trace) != len(a):
            raise ShapeError(f"expected a trace for {len(a)} rows as out, got one for {len(trace)}")
        mode = Mode(training, rng)
        for layer, parameters, statistics, t in zip(
            self.layers, self.parameters, self.layer_statistics, trace.layers, strict=True
        ):
            a = layer.forward(parameters, statistics, a, t, mode)
        return trace

    def backward(
        self, trace: Trace, delta: FloatArray, *, out: Gradients | None = None, need_x: bool = True
    ) -> Gradients:
        """Go back through every layer, from the loss's gradient to the input.

        Parameters
        ----------
        trace
            What `forward` returned.
        delta
            dL/dz of the last layer, ``(n, n_out)``, from `Loss.gradient`.
        out
            Gradients for n rows to write into; without it new ones are made.
        need_x
            Whether the first layer's dL/dx is wanted; training does not need it.

        Raises
        ------
        ShapeError
            If `delta` is not ``(n, n_out)``, or `out` is for another number of rows.
        """
        if delta.shape != trace.output.shape:
            raise ShapeError(f"expected a delta of shape {trace.output.shape}, got {delta.shape}")
        gradients = self.gradients(len(trace)) if out is None else out
        if len(gradients) != len(trace):
            raise ShapeError(
                f"expected gradients for {len(trace)} rows as out, got some for {len(gradients)}"
            )
        last = len(self.layers) - 1
        grad_a = delta
        for i in range(last, -1, -1):
            layer, t, g = self.layers[i], trace.layers[i], gradients.layers[i]
            if i == last:
                if g.delta is not delta:  # the loss has gone through the last activation already
                    g.delta[...] = delta
            else:
                layer.through_activation(t, grad_a, g)
            layer.backward(self.parameters[i], t, g, need_x=need_x or i > 0)
            grad_a = g.x
        return gradients

    def predict(self, X: npt.ArrayLike, *, batch_size: int = 1000) -> FloatArray:
        """Return the outputs ``(n, n_out)`` for inputs `X` ``(n, n_in)``, some rows at a time."""
        X = np.asarray(X)
        self._check_inputs(X.shape)
        out = np.empty((len(X), self.n_out), self.dtype)
        trace = self.trace(min(batch_size, len(X)))
        for start in range(0, len(X), batch_size):
            rows = X[start : start + batch_size]
            if len(rows) < len(trace):  # the last ones
                trace = self.trace(len(rows))
            out[start : start + batch_size] = self.forward(rows, out=trace).output
        return out

    def _check_inputs(self, shape: Shape) -> None:
        if len(shape) != 2 or shape[1] != self.n_in:
            raise ShapeError(
                f"expected inputs of shape (n, {self.n_in}), one row a sample; got shape {shape}"
                + (f": for one sample, pass X.reshape(1, {self.n_in})" if shape == (self.n_in,) else "")
            )

    def summary(self) -> Summary:
        """Return the table of layers with their numbers of parameters; print it to read it."""
        return Summary.of(self.layers)

    def copy(self, dtype: npt.DTypeLike | None = None) -> Self:
        """Return an independent network with the same layers, parameters and statistics.

        Parameters
        ----------
        dtype
            What the copy calculates in; without it what this network calculates in.
        """
        kind = _float_type(self.dtype if dtype is None else dtype)
        theta = zeros(self.theta.size, kind)
        theta[...] = self.theta
        twin = object.__new__(type(self))
        twin.__setstate__(
            self.__getstate__()
            | {"dtype": kind, "_theta": theta, "_statistics": self.statistics.astype(kind)}
        )
        return twin

    def __getstate__(self) -> dict[str, Any]:
        # A copied view is no view of the copied buffer: only the buffers are copied, the views are made anew.
        return {name: value for name, value in vars(self).items() if name not in _VIEWS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._cut_views()

    def _cut_views(self) -> None:
        self._parameters = tuple(Views(layer) for layer in self.views(self._theta))
        self._layer_statistics = tuple(
            Views(layer) for layer in views_of(self._statistics, self._statistic_shapes)
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({shape_of(self.layers)}, {self.theta.size:,} parameters)"

    @property
    def dense_layers(self) -> list[Dense]:
        """All dense layers, those inside residual blocks too."""
        return [layer for layer in walk(self.layers) if isinstance(layer, Dense)]

    def dense_traces(self, trace: Trace) -> list[LayerTrace]:
        """Return what the `dense_layers` computed in a forward pass, layer by layer."""
        return list(_dense_traces(self.layers, trace.layers))


def _dense_traces(layers: Sequence[Layer], traces: Sequence[LayerTrace]) -> Iterator[LayerTrace]:
    for layer, trace in zip(layers, traces, strict=True):
        if isinstance(layer, Dense):
            yield trace
        elif isinstance(layer, Residual):
            yield from _dense_traces(layer.layers, trace.inner)


_VIEWS = ("_parameters", "_layer_statistics")


def _float_type(dtype: npt.DTypeLike) -> np.dtype[Any]:
    if np.dtype(dtype) not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise ParameterError(f"a network calculates in float32 or float64, got dtype {np.dtype(dtype)}")
    return np.dtype(dtype)
