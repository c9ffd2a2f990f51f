"""The errors that Neurarium raises, in one tree.

Each message says what was expected, what was given, and how to fix it.
"""


class NeurariumError(Exception):
    """The root of all errors that Neurarium raises on purpose."""


class ParameterError(NeurariumError, ValueError):
    """A setting has a value that is not valid."""


class ShapeError(NeurariumError, ValueError):
    """An array does not have the shape, or the values, that the network needs."""


class NotDifferentiableError(NeurariumError, TypeError):
    """A function without a useful derivative was asked for its gradient."""


class Diverged(NeurariumError, ArithmeticError):  # noqa: N818  (the field's word for it)
    """Training left the finite numbers: the loss became NaN or infinite.

    Parameters
    ----------
    step, epoch
        Where it happened, both counted from 1.
    learning_rate
        The learning rate of that step.
    loss
        The loss at that step.
    """

    def __init__(self, *, step: int, epoch: int, learning_rate: float, loss: float) -> None:
        self.step = step
        self.epoch = epoch
        self.learning_rate = learning_rate
        self.loss = loss
        smaller = min(learning_rate / 10, 0.1)  # larger ones seldom work
        self.advice = f"try a smaller learning rate (such as {smaller:g}), or scale the inputs to about 0-1"
        super().__init__(
            f"the loss became {loss} at step {step} (epoch {epoch}) with learning rate {learning_rate:g}: "
            f"{self.advice}"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_diverged, (self.step, self.epoch, self.learning_rate, self.loss)


def _rebuild_diverged(step: int, epoch: int, learning_rate: float, loss: float) -> Diverged:
    return Diverged(step=step, epoch=epoch, learning_rate=learning_rate, loss=loss)
