"""The course of the learning rate as a Python function, the same for both libraries."""

import textwrap
from collections.abc import Iterator

from neurarium.engine.schedules import Constant, Cosine, OneCycle, Schedule, StepDecay, WarmUp
from neurarium.interop.errors import InteropError
from neurarium.interop.programs.plan import Plan


def factor_lines(plan: Plan) -> Iterator[str]:
    """Yield the function ``factor(step)``, by what `plan.rate` is multiplied at a step, and what it needs."""
    schedule = plan.config.schedule
    scheduled = not isinstance(schedule, Constant)
    if len(plan.rates) == 1:
        if scheduled:
            yield _scheduled(schedule, "factor")
        return
    if scheduled:
        yield _scheduled(schedule, "scheduled")
    first, *later = plan.rates
    changes = textwrap.fill(
        ", ".join(f"({step}, {rate!r})" for step, rate in later),
        100,
        initial_indent=" " * 8,
        subsequent_indent=" " * 8,
    )
    yield "\n".join(
        [
            "def factor(step):  # counted from 0",
            f"    rate = {first[1]!r}",
            "    for begin, changed in [  # from which step on it was set to what",
            f"{changes},",
            "    ]:",
            "        if step >= begin:",
            "            rate = changed",
            f"    return rate / {plan.rate!r}{' * scheduled(step)' if scheduled else ''}",
        ]
    )


def _scheduled(schedule: Schedule, name: str) -> str:
    """Return the schedule as a function of the step, of `total`."""
    lines = [f"def {name}(step):  # counted from 0"]
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
