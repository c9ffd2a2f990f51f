"""`python -m neurarium.cli` is `neurarium`."""

from neurarium.cli import main

if __name__ == "__main__":
    main()
