"""One check in a process of its own: ``python -m neurarium.console.fresh CHECK FOLDER LIMITS…``.

It checks `SOURCE` in a folder and leaves `VERDICT` beside it.
"""

import json
import os
import sys
from pathlib import Path

from neurarium.console.examination import examine
from neurarium.console.limits import limit_memory, limit_seconds

SOURCE, VERDICT = "source.py", "verdict.json"


def main(check: Path, folder: Path, most_memory: int, computing: int, waiting: float) -> None:
    """Check the program in a folder, within limits: bytes, seconds of computing, seconds that pass."""
    limit_seconds(computing, waiting)
    limit_memory(most_memory)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # what is printed does not count, and nobody answers `input`
        os.dup2(nothing, stream)
    finding = examine(check, (folder / SOURCE).read_text(encoding="utf-8"))
    made = folder / f"{VERDICT}.new"
    made.write_text(json.dumps(finding.as_dict()), encoding="utf-8")
    made.replace(folder / VERDICT)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
