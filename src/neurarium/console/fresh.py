"""One check in a process of its own: ``python -m neurarium.console.fresh CHECK FOLDER LIMITS…``.

It checks `SOURCE` in a folder and leaves `VERDICT` beside it.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path

from neurarium.console.examination import examine
from neurarium.console.limits import limit_memory, limit_seconds
from neurarium.console.telling import versions

SOURCE, VERDICT = "source.py", "verdict.json"


def _end_with(lab: int) -> None:
    """End this process and what it has started when the lab has gone, however it went: its pipe is closed."""
    os.read(lab, 1)  # nobody writes into it
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def main(check: Path, folder: Path, most_memory: int, computing: int, waiting: float) -> None:
    """Check the program in a folder, within limits: bytes, seconds of computing, seconds that pass."""
    threading.Thread(target=_end_with, args=(os.dup(0),), daemon=True).start()
    limit_seconds(computing, waiting)
    limit_memory(most_memory)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # what is printed does not count, and nobody answers `input`
        os.dup2(nothing, stream)
    finding = examine(check, (folder / SOURCE).read_text(encoding="utf-8"))
    made = folder / f"{VERDICT}.new"
    told = {**finding.as_dict(), "versions": versions()}
    made.write_text(json.dumps(told), encoding="utf-8")
    made.replace(folder / VERDICT)
    os._exit(0)  # whatever threads the program has left


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
