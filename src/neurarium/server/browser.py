"""Opening the lab in the browser without the token on a command line, where other users could read it."""

import os
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Self

_SECONDS = 120.0
"""A browser that starts slowly still finds the file."""

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={url}">
<title>Neurarium</title>
<p><a href="{url}">Neurarium</a></p>
</html>
"""


class Browser:
    """A context manager that opens an address in the default browser; at its end nothing is left behind.

    The browser is given a file that only this user can read, and that leads on to the address.

    Parameters
    ----------
    url
        The address, with the token.
    announce
        Called with a line for the person at the terminal.
    """

    def __init__(self, url: str, announce: Callable[[str], object]) -> None:
        self._url = url
        self._announce = announce
        self._file: Path | None = None
        self._ended = threading.Event()
        # In a thread: some browsers return only when they are closed, and the page needs the server now.
        self._thread = threading.Thread(target=self._open, name="browser", daemon=True)

    def __enter__(self) -> Self:
        """Open the address, in the background."""
        self._file = write_redirect(self._url)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the file."""
        self._ended.set()
        self._remove()

    def _open(self) -> None:
        try:
            opened = self._file is not None and webbrowser.open(self._file.as_uri())
        except webbrowser.Error:
            opened = False
        if not opened:
            self._announce("No browser could be opened from here: open the address above yourself.")
        self._ended.wait(_SECONDS if opened else 0)
        self._remove()

    def _remove(self) -> None:
        if self._file is not None:
            self._file.unlink(missing_ok=True)


def write_redirect(url: str) -> Path | None:
    """Write a page that leads to `url` into a file for this user's eyes only; None if that is impossible.

    On Linux the file goes into the home folder: browsers from a snap see neither /tmp nor hidden folders.
    """
    folders = [Path.home()] if sys.platform == "linux" else []
    for folder in [*folders, Path(tempfile.gettempdir())]:
        try:
            # Made with mode 0600, under a name that cannot be foreseen.
            handle, name = tempfile.mkstemp(prefix="neurarium-", suffix=".html", dir=folder)
        except OSError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_PAGE.format(url=escape(url)))
        return Path(name)
    return None
