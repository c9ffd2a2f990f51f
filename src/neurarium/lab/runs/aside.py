"""Files of runs that cannot be resumed: out of the way, but not lost."""

import logging
from datetime import UTC, datetime
from pathlib import Path

_log = logging.getLogger(__name__)


def set_aside(path: Path, why: object) -> None:
    """Give a file that cannot be resumed another name, and say which and why."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}-set-aside-{stamp}{path.suffix}")
    try:
        path.rename(aside)
    except OSError as problem:
        _log.warning("the run in %s cannot be resumed: %s (%s)", path, why, problem)
    else:
        _log.warning("a saved run cannot be resumed, and was set aside as %s: %s", aside, why)
