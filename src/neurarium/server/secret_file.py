"""The key of the cookies, kept in the user's data folder: a page stays known when the lab starts again."""

import os
import re
from pathlib import Path

from neurarium.server.settings import new_token


def cookie_secret(folder: Path) -> str:
    """Return the key, made the first time; where no file can be written, a new one each time."""
    path = folder / "cookie-secret"
    try:
        found = path.read_text(encoding="ascii")
        path.chmod(0o600)
    except (OSError, ValueError):
        found = ""
    if re.fullmatch(r"[A-Za-z0-9_-]{43,}", found):
        return found
    secret = new_token()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)
    except OSError:
        pass  # then open pages must be opened again by the address with the token
    return secret
