"""What computes the exhibit's numbers, and the same comparison as a program and as a command."""

from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import mnist_lines, programs
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.compare.run import SweepRun
from neurarium.training.statistics import mcnemar, mean_interval, paired_difference
from neurarium.tuning.conclusion import conclude
from neurarium.tuning.knobs import HIDDEN, Knob, Range, as_text
from neurarium.tuning.trial import Training


def _scipy(line: str) -> Phrase:
    """Return a line that is the same beside either library."""
    line = f"from scipy import stats\n{line}"
    return Phrase(line, line)


def draw_computed() -> dict[str, Computed]:
    """Return what computes each kind of number."""
    right = Phrase(
        "right = keras.ops.sum(keras.ops.argmax(model(x), axis=1) == y)",
        "right = (model(x).argmax(1) == y).sum()",
    )
    return {
        "accuracy": computed(Training.held_right, right),
        "mean": computed(
            mean_interval, _scipy("low, high = stats.t.interval(0.95, len(a) - 1, a.mean(), stats.sem(a))")
        ),
        "difference": computed(
            paired_difference, _scipy("low, high = stats.ttest_rel(a, b).confidence_interval(0.95)")
        ),
        "mcnemar": computed(
            mcnemar, _scipy("p = stats.binomtest(only_first, only_first + only_second).pvalue")
        ),
        "verdict": computed(conclude, Phrase("", "")),
    }


def twins_of(run: SweepRun) -> Phrase:
    """Return one of the trainings, the one before the knobs change anything, in Keras and in PyTorch."""
    recipe = run.sweep.plan.base
    left_out = ["augmentation"] if recipe.training.augmentation else []
    data = mnist_lines(limit=recipe.limit, standardize=recipe.standardize, validation=recipe.validation)
    return programs(
        recipe.network(), recipe.training, data, validation=recipe.validation, left_out=left_out
    ).texts


def command_of(run: SweepRun) -> str:
    """Return the command that goes on with this sweep."""
    return f"neurarium tune --resume --out {run.file}"


def program_of(run: SweepRun) -> str:
    """Return the sweep as a program with our own library."""
    plan = run.sweep.plan
    vary = ", ".join(f'"{knob.name}": {_values(knob)}' for knob in plan.knobs)
    return "\n".join(
        [
            "from neurarium import sweep",
            "from neurarium.training.recipe import Recipe",
            "",
            'if __name__ == "__main__":',
            f"    base = Recipe.from_dict({plan.base.as_dict()!r})",
            f"    table = sweep({{{vary}}}, base=base, seeds={plan.seeds})",
            "    for row in table:",
            "        print(row)",
            "    print(table.conclusion)",
            "",
        ]
    )


def _values(knob: Knob) -> str:
    if isinstance(knob.choices, Range):
        span = knob.choices
        return f"Range({span.low!r}, {span.high!r}, {span.count}, log={span.log})"
    return repr(list(knob.choices))


def knob_text(name: str, value: object) -> str:
    """Return a value of a knob of this exhibit as it is written."""
    return as_text(HIDDEN if name in ("width", "depth") else name, value)
