"""t-SNE by scikit-learn, as a program of its own: the only module that imports it.

scikit-learn does all iterations in one call, which no page could wait for. So a process of its own makes the
call: ``python -m neurarium.lab.datasets.tsne FOLDER`` reads `ROWS` from a folder, writes `PLANE` beside it,
and tells its iterations on the standard output. Once the process that started it is gone, it ends, and
deletes the folder.
"""

import importlib.util
import io
import os
import re
import shutil
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.types import FloatArray

ITERATIONS = 1000
PERPLEXITY = 30.0
ROWS, PLANE = "rows.npy", "plane.npy"


def is_available() -> bool:
    """Return whether t-SNE can be asked for: scikit-learn is installed, and processes can be started."""
    return sys.platform != "emscripten" and importlib.util.find_spec("sklearn") is not None


def iterations_told(output: str) -> int:
    """Return how many iterations are done, from what the program has written so far."""
    told = re.findall(r"Iteration (\d+):", output)
    return int(told[-1]) if told else 0


def perplexity_for(n: int) -> float:
    """Return `PERPLEXITY`, or less for few rows: each needs three times as many neighbours."""
    return min(PERPLEXITY, (n - 1) / 3)


def tsne_plane(rows: NDArray[np.float32]) -> FloatArray:
    """Return rows ``(n, d)`` as points ``(n, 2)``, by t-SNE with Barnes-Hut.

    Notes
    -----
    L. van der Maaten, *Accelerating t-SNE using tree-based algorithms*, JMLR 15, 2014. It begins with the two
    principal components, so the same rows give the same points.
    """
    from sklearn.manifold import TSNE

    tsne = TSNE(
        perplexity=perplexity_for(len(rows)),
        max_iter=ITERATIONS,
        init="pca",
        random_state=0,
        verbose=2,
    )
    plane: FloatArray = tsne.fit_transform(rows)
    return plane


class _Told(io.TextIOBase):
    """The standard output, and the moments in which it is seen that nobody waits for the map any more."""

    def __init__(self, stream: TextIO, parent: int) -> None:
        self._stream, self._parent = stream, parent

    def write(self, text: str) -> int:
        """Pass on a text, or leave the program."""
        if os.getppid() != self._parent:
            raise SystemExit
        return self._stream.write(text)


def main(folder: Path, parent: int) -> None:
    """Draw the map of a folder, for as long as the process `parent` is the one that started this one."""
    try:
        with redirect_stdout(_Told(sys.stdout, parent)):
            plane = tsne_plane(np.load(folder / ROWS))
    except SystemExit:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    np.save(folder / PLANE, plane)


if __name__ == "__main__":
    main(Path(sys.argv[1]), os.getppid())
