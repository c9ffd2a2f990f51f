"""Start a kernel: ``python -m neurarium.console CONNECTION_FILE MEMORY_BYTES``, from the lab only."""

import sys

from neurarium.console.guard import split

if __name__ == "__main__":
    split()  # before anything is imported that has threads

    from neurarium.console.launch import launch

    launch(sys.argv[1], int(sys.argv[2]))
