"""A data set as most files hold it: training rows and test rows."""

from pathlib import Path
from typing import Any, NamedTuple

from numpy.typing import NDArray

from neurarium.data.errors import DataError


class TrainTest(NamedTuple):
    """Inputs and labels for training and for testing; rows are samples."""

    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]

    def checked(self, path: Path) -> "TrainTest":
        """Return the data if the arrays are of the right kind and fit together; `path` is for the message.

        Raises
        ------
        DataError
            If they do not.
        """
        for part, x, y in (("train", self.x_train, self.y_train), ("test", self.x_test, self.y_test)):
            if x.ndim < 2 or x.size == 0 or y.shape != (len(x),):
                raise DataError(
                    f"Expected x_{part} in {path} to have a row for each sample and y_{part} a label for "
                    f"each row, got shapes {x.shape} and {y.shape}."
                )
            if x.dtype.kind not in "uif" or y.dtype.kind not in "ui":
                raise DataError(
                    f"Expected x_{part} in {path} to be numbers and y_{part} integers, "
                    f"got {x.dtype} and {y.dtype}."
                )
        if self.x_train.shape[1:] != self.x_test.shape[1:]:
            raise DataError(
                f"Expected the rows of x_train and x_test in {path} to have the same shape, "
                f"got {self.x_train.shape[1:]} and {self.x_test.shape[1:]}."
            )
        return self
