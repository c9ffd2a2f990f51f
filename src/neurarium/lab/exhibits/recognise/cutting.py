"""The part of a picture that a digit was read from."""

import io

import numpy as np

from neurarium.data.handwriting import Box, Picture

SIDE = 128  # pixels on the longer side at most: enough to see what was written


def cut_out(picture: Picture, box: Box) -> bytes:
    """Return what is in a box of a picture, in the source's pixels, as a small PNG."""
    from PIL import Image

    across, down = (np.array(picture.pixels.shape[1::-1]) / picture.size).tolist()
    x, y, width, height = box
    left, top = int(x * across), int(y * down)
    right, bottom = int(np.ceil((x + width) * across)), int(np.ceil((y + height) * down))
    part = np.clip(picture.pixels[top:bottom, left:right], 0, 1)
    image = Image.fromarray((part * 255).astype(np.uint8))
    image.thumbnail((SIDE, SIDE))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
