"""Opening the browser."""

import os
import re
import stat
import threading
import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from neurarium.server.browser import Browser, write_redirect

URL = "http://127.0.0.1:1/?token=secret&lang=zh"


def no_browser(url: str) -> bool:
    raise webbrowser.Error("could not locate runnable browser")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return an empty home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("opening", "lines"), [(lambda url: True, 0), (lambda url: False, 1), (no_browser, 1)]
)
def test_browsers(monkeypatch, home, opening, lines):
    """The lab is shown in the browser; where there is none, the person is asked to open the address."""
    opened, said = [], []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or opening(url))
    with Browser(URL, said.append) as browser:
        browser._ended.set()
        browser._thread.join()
    assert len(opened) == 1
    assert len(said) == lines
    assert all("yourself" in line for line in said)
    assert list(home.iterdir()) == []


def test_the_token_stands_in_a_file_for_this_user_alone(monkeypatch, home):
    """The browser is given a file that only this user can read, which leads on and is gone afterwards."""
    found = []

    def read(url: str) -> bool:
        assert "secret" not in url
        file = Path(unquote(urlsplit(url).path))
        found.append((stat.S_IMODE(file.stat().st_mode), file.read_text(encoding="utf-8"), file))
        return True

    monkeypatch.setattr(webbrowser, "open", read)
    with Browser(URL, print) as browser:
        while not found:
            browser._thread.join(0.01)
        ((mode, page, file),) = found
        assert file.is_file()
    assert not file.exists()
    if os.name == "posix":
        assert mode == 0o600
    assert re.search('http-equiv="refresh" content="0; url=([^"]*)"', page)[1] == URL.replace("&", "&amp;")


def test_a_browser_that_does_not_return_keeps_nothing(monkeypatch, home):
    """Some browsers return when they are closed: the lab can end before, and takes its file along."""
    forever = threading.Event()
    monkeypatch.setattr(webbrowser, "open", lambda url: forever.wait())
    with Browser(URL, print):
        pass
    assert list(home.iterdir()) == []
    forever.set()


def test_where_no_file_can_be_written_nothing_is_opened(monkeypatch, home):
    """Without a place for the file the person opens the address; the token is never put on a command line."""
    opened, said = [], []
    monkeypatch.setattr("tempfile.mkstemp", lambda **_: (_ for _ in ()).throw(OSError("full")))
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert write_redirect(URL) is None
    with Browser(URL, said.append) as browser:
        browser._thread.join()
    assert opened == []
    assert len(said) == 1
