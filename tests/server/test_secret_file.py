"""The key of the cookies."""

import os
import stat

import pytest

from neurarium.server.secret_file import cookie_secret


def test_it_is_kept_for_the_user_alone(tmp_path):
    """The key is the same the next time, another in another folder, and nobody else can read its file."""
    folder = tmp_path / "data"
    secret = cookie_secret(folder)
    assert cookie_secret(folder) == secret
    assert cookie_secret(tmp_path / "other") != secret
    assert len(secret) >= 43
    (file,) = folder.iterdir()
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        file.chmod(0o644)
        assert cookie_secret(folder) == secret
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 50, b"a" * 42 + b"\n"])
def test_what_is_no_key_is_replaced(tmp_path, content):
    """A file that does not hold a key, of any origin, is replaced by one that does."""
    (tmp_path / "cookie-secret").write_bytes(content)
    secret = cookie_secret(tmp_path)
    assert secret.encode() != content
    assert cookie_secret(tmp_path) == secret


def test_where_nothing_can_be_written(tmp_path):
    """Without a place for the file there is a key all the same."""
    (tmp_path / "file").write_text("")
    one, other = (cookie_secret(tmp_path / "file" / "data") for _ in range(2))
    assert one != other
