"""Start a kernel: ``python -m neurarium.console CONNECTION_FILE MEMORY_BYTES``, from the lab only."""

import sys
from pathlib import Path

from neurarium.console.guard import split

if __name__ == "__main__":
    split(str(Path(sys.argv[1]).parent))  # before anything is imported that has threads

    from neurarium.console.launch import launch

    launch(sys.argv[1], int(sys.argv[2]))
