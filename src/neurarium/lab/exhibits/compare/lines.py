"""What computes the exhibit's numbers, and the same comparison as a program and as a command."""

from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import programs
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.compare.run import SweepRun
from neurarium.lab.recipe_data import mnist_of
from neurarium.training.statistics import mcnemar, mean_interval, paired_difference
from neurarium.tuning.conclusion import conclude
from neurarium.tuning.knobs import Knob, Range
from neurarium.tuning.trial import Training


def draw_computed() -> dict[str, Computed]:
    """Return what computes each kind of number."""
    return {
        "accuracy": computed(Training.held_right, "right"),
        "mean": computed(mean_interval, "interval.mean"),
        "difference": computed(paired_difference, "interval.difference"),
        "mcnemar": computed(mcnemar, "mcnemar"),
        "verdict": computed(conclude, Phrase("", "")),
    }


def twins_of(run: SweepRun) -> Phrase:
    """Return one of the trainings, the one before the knobs change anything, in Keras and in PyTorch."""
    recipe = run.sweep.plan.base
    left_out = ["augmentation"] if recipe.training.augmentation else []
    return programs(
        recipe.network(), recipe.training, mnist_of(recipe), validation=recipe.validation, left_out=left_out
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
