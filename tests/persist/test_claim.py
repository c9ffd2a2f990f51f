"""Claims to what only one process may have."""

import subprocess
import sys
from pathlib import Path

from neurarium.persist.claim import Claim

HOLD = """
import sys
from pathlib import Path
from neurarium.persist.claim import Claim
claim = Claim(Path(sys.argv[1]))
print(claim.take(), flush=True)
sys.stdin.read()
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    """A claim is refused while another has it, and free again when that one lets go."""
    path = tmp_path / "deep" / "owner.lock"
    mine, other = Claim(path), Claim(path)
    assert mine.is_free
    assert mine.take()
    assert mine.take()  # what one has, one may take again
    assert mine.is_free
    assert not other.is_free
    assert not other.take()
    mine.release()
    mine.release()
    assert other.take()
    assert not mine.take()


def test_a_killed_process_leaves_no_claim(tmp_path: Path) -> None:
    """The system takes the claim back from a process that had no time to give it up."""
    claim = Claim(tmp_path / "owner.lock")
    owner = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "owner.lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "True\n"
        assert not claim.take()
        owner.kill()
        owner.wait()
    assert claim.take()


def test_where_nothing_can_be_written_nothing_is_claimed(tmp_path: Path) -> None:
    """A folder that cannot be made keeps nobody from going ahead: there is nothing to overwrite."""
    (tmp_path / "file").write_bytes(b"")
    claims = [Claim(tmp_path / "file" / "owner.lock") for _ in range(2)]
    assert [claim.take() for claim in claims] == [True, True]
    assert all(claim.is_free for claim in claims)
