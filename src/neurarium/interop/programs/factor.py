"""A learning-rate schedule as a Python function, the same for both libraries."""

from neurarium.engine.schedules import Cosine, OneCycle, Schedule, StepDecay, WarmUp
from neurarium.interop.errors import InteropError


def factor_lines(schedule: Schedule) -> str:
    """Return the function ``factor(step)``: by what the rate is multiplied at a step, of `total`."""
    lines = ["def factor(step):  # counted from 0"]
    match schedule:
        case StepDecay():
            drops, decay = schedule.drops, schedule.decay
            lines.append(f"    return {decay!r} ** min({drops}, step * {drops + 1} // total)")
        case Cosine():
            floor = schedule.floor
            lines.append("    wave = (1 + math.cos(math.pi * min(step / total, 1))) / 2")
            lines.append(f"    return {floor!r} + {1 - floor!r} * wave" if floor else "    return wave")
        case WarmUp():
            lines.append(f"    return min(1, (step + 1) / max({schedule.fraction!r} * total, 1))")
        case OneCycle():
            peak, start, end = schedule.peak, schedule.start, schedule.end
            lines += [
                "    progress = min(step / max(total - 1, 1), 1)",
                f"    if progress < {peak!r}:",
                f"        first, last, part = {start!r}, 1, progress / {peak!r}",
                "    else:",
                f"        first, last, part = 1, {end!r}, (progress - {peak!r}) / (1 - {peak!r})",
                "    return first + (last - first) * (1 - math.cos(math.pi * part)) / 2",
            ]
        case _:
            raise InteropError(f"cannot write the schedule {type(schedule).__name__} as a program")
    return "\n".join(lines)
