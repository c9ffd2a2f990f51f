"""The command line: one file for each command, each only a way to ask the library."""


def main() -> None:
    """Run the command line; what `neurarium` in a terminal calls."""
    from neurarium.cli.app import app

    app(prog_name="neurarium")
