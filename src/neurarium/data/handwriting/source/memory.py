"""How much memory it takes to decode a picture, known before it is decoded."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

STORED = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}
"""What Pillow keeps of each pixel, in bytes; every other mode takes four."""

BESIDES = {"WEBP": 12, "AVIF": 18, "GIF": 2, "BMP": 2, "TIFF": 8}
"""What a decoder takes for each pixel besides. WebP: two canvases of libwebp and the bytes that it returns,
all RGBA; AVIF: three planes of two bytes, and the same three; GIF and BMP (run lengths): copies of one byte a
pixel; TIFF: a strip, which may be the whole picture."""


def decoding_bytes(image: "Image.Image", data: bytes | None = None) -> int:
    """Return an upper bound of the memory that decoding takes, in bytes.

    Parameters
    ----------
    image
        Opened, not decoded: its size is the one that it will be decoded at.
    data
        The file's content; None if only the image is known.
    """
    if data is None and not getattr(image, "tile", ()) and image.format not in ("WEBP", "AVIF"):
        return 0  # it was decoded before, or is no file
    width, height = image.size
    needed = width * height * (STORED.get(image.mode, 4) + BESIDES.get(image.format or "", 0))
    if data is not None:
        needed += 2 * len(data)
    if image.format == "JPEG":
        needed += _coefficients(data) if data else 8 * width * height * bool(image.info.get("progressive"))
    return needed


def _coefficients(data: bytes) -> int:
    """Return how many bytes of DCT coefficients a JPEG decoder keeps.

    If one scan brings all components, blocks are decoded as they come, and nothing is kept. Otherwise (the
    progressive kind, or one scan for each component) all coefficients are, two bytes each, at the full size
    even if the picture is decoded at a smaller one (ITU-T T.81, annexes B and G).
    """
    at, pixels, progressive = 2, 0, False
    sampling: list[tuple[int, int]] = []
    while at + 10 <= len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF or marker == 0xFF:  # bytes between two segments
            at += 1
        elif marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:  # without a length
            at += 2
        elif marker == 0xDA:  # start of scan
            if not progressive and data[at + 4] == len(sampling):
                return 0
            most = max((h for h, _ in sampling), default=1) * max((v for _, v in sampling), default=1)
            return 2 * pixels * sum(h * v for h, v in sampling) // max(most, 1)
        else:
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # start of frame
                height, width = (int.from_bytes(data[i : i + 2], "big") for i in (at + 5, at + 7))
                pixels, progressive = width * height, marker > 0xC1
                sampling = [(b >> 4, b & 15) for b in data[at + 11 : at + 10 + 3 * data[at + 9] : 3]]
            at += 2 + length
    return 0  # without a scan there is nothing to decode
