"""`neurarium tune`: train with many settings and several seeds, and say what the numbers bear out."""

# ruff: noqa: ARG001, PLR0917  (Typer makes the options from the signature; the context has them in one dict)

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from neurarium.cli import options, tune_report, tune_values, values
from neurarium.cli.console import Output
from neurarium.cli.errors import CommandError, need_extra
from neurarium.cli.interrupt import Interrupt
from neurarium.cli.options import option
from neurarium.cli.run_options import taking_settings
from neurarium.cli.settings import apply, settings_among
from neurarium.engine.errors import ParameterError
from neurarium.kernels import available_cores
from neurarium.persist import default_folder
from neurarium.training.presets import PRESETS
from neurarium.training.settings import RunSettings
from neurarium.tuning.cluster import Cluster
from neurarium.tuning.journal import SWEEPS, SweepJournal
from neurarium.tuning.knobs import KNOBS, distinct
from neurarium.tuning.plan import DRAWN, SEEDS, Plan
from neurarium.tuning.points import SAMPLERS
from neurarium.tuning.runner import Runner
from neurarium.tuning.sweeps import Budget, Sweep
from neurarium.tuning.workers import local_workers

SWEEP = "The comparison"

_OWN = ("vary", "seeds", "sampler", "halving")  # options that the plan is made of, besides the settings


@taking_settings(without=("seed", "threads"))
def tune(
    context: typer.Context,
    vary: Annotated[
        list[Any] | None,
        typer.Option(
            "--vary",
            metavar="NAME=VALUES",
            parser=tune_values.knob,
            help="A setting and its values: hidden=16,32 or learning-rate=0.001..0.1:log:5. More than one "
            f"makes combinations. Settings: {', '.join(name.replace('_', '-') for name in KNOBS)}.",
            show_default=False,
            rich_help_panel=SWEEP,
        ),
    ] = None,
    seeds: Annotated[
        Any,
        option(SWEEP, "--seeds", "N", f"Seeds each point is trained with ({SEEDS}).", values.whole(2)),
    ] = None,
    sampler: Annotated[
        Any, options.one_of(SWEEP, "--sampler", "How points are chosen (grid)", SAMPLERS)
    ] = None,
    budget: Annotated[
        Any,
        option(
            SWEEP,
            "--budget",
            "N or TIME",
            "Stop choosing after so many trainings, 200, or so long, 60s; what confirms the choice comes on "
            f"top of a number (all of a grid; {DRAWN} points of the other samplers).",
            tune_values.budget,
        ),
    ] = None,
    halving: Annotated[
        bool | None,
        typer.Option(
            "--halving/--no-halving",
            help="Successive halving: few epochs for all points, then twice the epochs for the better half, "
            "and so on (no).",
            show_default=False,
            rich_help_panel=SWEEP,
        ),
    ] = None,
    out: Annotated[
        Any,
        option(
            SWEEP,
            "--out",
            "FILE.jsonl",
            "Keep the results here (a file in your data folder).",
            values.new_file,
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on with the sweep of --out, or with your newest one.", rich_help_panel=SWEEP
        ),
    ] = False,
    workers: Annotated[
        Any,
        option(
            SWEEP, "--workers", "N", "Processes that train, one thread each (one a core).", values.whole(1)
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="ADDRESS",
            help="Train on a Dask cluster: the address of its scheduler, tcp://HOST:8786.",
            show_default=False,
            rich_help_panel=SWEEP,
        ),
    ] = None,
    plot: Annotated[
        Any,
        option(SWEEP, "--plot", "FILE", "Draw the comparison (PNG, SVG or PDF).", values.plot_file),
    ] = None,
    as_json: options.Json = False,
    **settings: Any,
) -> None:
    """Compare settings by real trainings, many seeds each, and say only what the numbers bear out.

    The validation images decide. The first place is confirmed on fresh seeds
    before it is called the best, and the test images are looked at once, at
    the end. Each result is kept at once; Ctrl-C stops and loses nothing.
    """
    output = Output(as_json=as_json)
    given = {name: value for name, value in context.params.items() if value not in (None, [], ())}
    if plot is not None:
        need_extra("matplotlib", "plot", "--plot")
    journal = _journal(given)
    sweep = Sweep(journal.plan, journal, given.get("budget"))
    with ExitStack() as stack:
        if not journal.take():
            raise CommandError(f"another process works on {journal.path}: wait for it, or stop it there")
        stack.callback(journal.release)
        _check_writable(journal.path)
        interrupt = stack.enter_context(Interrupt())
        if on is None:
            n = workers or available_cores()
            runner = Runner(lambda: local_workers(n), n, lambda: interrupt.requested)
        else:
            cluster = stack.enter_context(Cluster(on))
            n = cluster.workers
            runner = Runner(cluster.executor, n, lambda: interrupt.requested, cluster.lost)
        stack.callback(runner.close)
        output.say(f"{_size(sweep)}; {n} at once; results in {journal.path}")
        with tune_report.SweepProgress(sweep, output) as progress:
            for _ in sweep.run(runner, n):
                progress.note()
    tune_report.conclude(sweep.table(), sweep, str(journal.path), plot, output, stopped=interrupt.requested)
    if journal.problem:
        raise CommandError(f"the last results are not on the disk: {journal.problem}")


def _journal(given: dict[str, Any]) -> SweepJournal:
    """Return the journal of a new sweep, or of one to go on with."""
    has_plan = bool(settings_among(given)) or any(name in given for name in (*_OWN, "preset"))
    if given["resume"]:
        if has_plan and "vary" not in given:
            raise typer.BadParameter(
                "--resume keeps the settings of the sweep: leave the other options out, or give all of them"
            )
        return SweepJournal(given.get("out") or _newest(), _plan(given) if has_plan else None)
    if "vary" not in given:
        raise typer.BadParameter(
            f"there is nothing to compare: add --vary NAME=VALUES, such as --vary {tune_values.EXAMPLE}"
        )
    path = given.get("out") or _folder() / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}.jsonl"
    if path.exists() and path.stat().st_size:
        raise CommandError(f"{path} is there already: add --resume to go on with it, or take another file")
    return SweepJournal(path, _plan(given))


def _plan(given: dict[str, Any]) -> Plan:
    budget: Budget = given.get("budget", Budget())
    seeds, sampler = given.get("seeds", SEEDS), given.get("sampler", "grid")
    points: int | None = DRAWN
    if sampler != "grid" and budget.seconds is not None:
        points = None
    elif sampler != "grid" and budget.trainings is not None:
        points = max(2, budget.trainings // seeds)
    try:
        knobs = distinct(given["vary"])
        base = apply(RunSettings.of(PRESETS[given.get("preset", "classic")].recipe), given).recipe()
        return Plan(base, knobs, seeds, sampler, points, given.get("halving", False))
    except ParameterError as error:
        raise typer.BadParameter(str(error)) from None


def _folder() -> Path:
    return default_folder().parent / SWEEPS


def _check_writable(path: Path) -> None:
    """Say before hours of training that results could not be kept; leave no file behind."""
    is_new = not path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
        if is_new:
            path.unlink()
    except OSError as error:
        raise CommandError(
            f"cannot write {path}: {error.strerror or error}; results go elsewhere with --out FILE"
        ) from error


def _newest() -> Path:
    found = sorted(_folder().glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise CommandError("there is no sweep to go on with: begin one, without --resume")
    return found[-1]


def _size(sweep: Sweep) -> str:
    most = sweep.plan.most()
    if most is None:
        return "Points are drawn until the time is over"
    kept = f", {len(sweep.results):,} of them done" if sweep.results else ""
    return f"{most:,} trainings{kept}"
