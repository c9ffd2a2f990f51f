"""Change the size of a picture by area: each new pixel is the mean of what it covers."""

import numpy as np
from numpy.typing import NDArray


def area_matrix(n_in: int, n_out: int) -> NDArray[np.float32]:
    """Return the matrix that averages ``n_in`` pixels into ``n_out`` by the area they share.

    Parameters
    ----------
    n_in, n_out
        Pixels in a row before and after; both at least 1.

    Returns
    -------
    ndarray of shape (n_out, n_in)
        Row o holds the share of each old pixel in new pixel o; every row sums to 1.

    Examples
    --------
    >>> area_matrix(3, 2)
    array([[0.6666667 , 0.33333334, 0.        ],
           [0.        , 0.33333334, 0.6666667 ]], dtype=float32)
    """
    width = n_in / n_out  # of a new pixel, in old pixels
    edges = np.arange(n_out + 1) * width
    # How much of old pixel i lies left of each edge; the difference of two edges is the shared length.
    covered = np.clip(edges[:, None] - np.arange(n_in), 0.0, 1.0)  # (n_out + 1, n_in)
    matrix: NDArray[np.float32] = (np.diff(covered, axis=0) / width).astype(np.float32)  # (n_out, n_in)
    return matrix


def area_resample(image: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Resample a picture to ``height`` x ``width``, each new pixel the mean over its exact area.

    This is how MNIST's digits were brought to 20x20 (Yadav and Bottou, "Cold Case: the Lost MNIST Digits",
    arXiv 1905.10498, section 2). Equals OpenCV's ``resize`` with ``INTER_AREA`` when it makes a picture
    smaller.
    """
    rows = area_matrix(image.shape[0], height)
    columns = area_matrix(image.shape[1], width)
    resampled = rows @ image @ columns.T  # (height, h) @ (h, w) @ (w, width) -> (height, width)
    return resampled.astype(np.float32, copy=False)


def pick_resample(image: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Resample by picking the one old pixel under each new pixel's middle: fast, and jagged.

    Equals Pillow's ``resize`` with ``NEAREST``.
    """
    rows = ((np.arange(height) + 0.5) * image.shape[0] / height).astype(np.intp)
    columns = ((np.arange(width) + 0.5) * image.shape[1] / width).astype(np.intp)
    return image[np.ix_(rows, columns)]


def shrink(image: NDArray[np.float32], longest: int) -> NDArray[np.float32]:
    """Average a picture down so that its longest side is at most ``longest`` pixels; never enlarge it."""
    from PIL import Image

    h, w = image.shape
    scale = longest / max(h, w)
    if scale >= 1.0:
        return image
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX))
