"""Small data sets that the tests draw themselves: bars that stand, and bars that lie."""

import io
import struct
import zipfile

import numpy as np
from PIL import Image


def bars(n=24, side=28, rng=None):
    """Return n images of bars, standing (label 3) and lying (label 8) in turn, with some noise."""
    rng = rng or np.random.default_rng(0)
    images, labels = np.zeros((n, side, side), np.uint8), np.arange(n) % 2 * 5 + 3
    for image, label in zip(images, labels, strict=True):
        place = int(rng.integers(side // 4, 3 * side // 4))
        image[place : place + 2] = rng.integers(180, 256)
        if label == 3:
            image[...] = image.T.copy()
    return images, labels


def idx(array, code=0x08):
    """Return the bytes of an IDX file of bytes."""
    head = bytes([0, 0, code, array.ndim]) + b"".join(struct.pack(">I", length) for length in array.shape)
    return head + array.astype(np.uint8).tobytes()


def png(image):
    """Return the bytes of a picture file."""
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def npz(**arrays):
    """Return the bytes of an archive of arrays."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def zipped(files, packing=zipfile.ZIP_DEFLATED):
    """Return the bytes of an archive of files by path."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return file.getvalue()


def bring(workspace, ask, files, name, size=2**20):
    """Send files, by path, in parts of so many bytes, let them be read to the end; return what came of it."""
    first = True
    for path, data in files.items():
        for start in range(0, len(data), size):
            ask("data", "receive", names=[path], parts=[data[start : start + size]], first=first)
            first = False
    found = ask("data", "bring", name=name)
    while found["progress"]["state"] == "running":
        workspace.runs.advance(1)
        found = ask("data", "importing")
    workspace.runs.advance(1)  # it rests, and lets the folder go
    return found


def pictures(images, labels, names=None):
    """Return picture files in folders named by label."""
    return {
        f"mine/{names[label] if names else label}/{i}.png": png(image)
        for i, (image, label) in enumerate(zip(images, labels, strict=True))
    }
