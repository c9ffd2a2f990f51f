"""Numbers as people read them."""


def percent(share: float | None) -> str:
    """Return a share of 1 in percent: ``"97.53 %"``; a dash if there is none."""
    return "-" if share is None else f"{100 * share:.2f} %"


def decimal(value: float | None) -> str:
    """Return a loss with four digits; a dash if there is none."""
    return "-" if value is None else f"{value:.4f}"


def plural(count: int, what: str) -> str:
    """Return a count with its noun: ``"1 epoch"``, ``"60,000 images"``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def sizes_text(sizes: list[int] | tuple[int, ...]) -> str:
    """Return sizes as they are written on the command line: ``"784-128-10"``."""
    return "-".join(str(n) for n in sizes)
