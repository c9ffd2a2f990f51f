"""Examples at the end of a command's help."""


def examples(*lines: str) -> str:
    """Return the lines as an epilog; Typer takes a blank line for the end of a line."""
    return "\n\n".join(["Examples:", *lines])
