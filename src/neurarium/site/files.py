"""What a site needs of the Python package, as one archive."""

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

import neurarium

PACKAGE = Path(neurarium.__file__).parent

LEFT_OUT = ("cli", "server", "site/build.py", "site/files.py", "data/mnist.npz")
"""What a browser does not run: the terminal, the server, and the images, which come by themselves."""

_TIME = (1980, 1, 1, 0, 0, 0)
"""The same files always make the same archive."""


def archive() -> bytes:
    """Return the package, and MessagePack's Python, as a ZIP archive."""
    found = {f"neurarium/{path.relative_to(PACKAGE).as_posix()}": path for path in PACKAGE.rglob("*")}
    for left_out in LEFT_OUT:
        name = f"neurarium/{left_out}"
        found = {key: path for key, path in found.items() if key != name and not key.startswith(f"{name}/")}
    spec = find_spec("msgpack")
    assert spec is not None
    assert spec.origin is not None
    found |= {f"msgpack/{path.name}": path for path in Path(spec.origin).parent.glob("*.py")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(found):
            if found[name].is_file() and "__pycache__" not in name:
                file.writestr(zipfile.ZipInfo(name, _TIME), found[name].read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
