"""The playground's tasks and quiz questions, checked against the network."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.lab.history import History
from neurarium.lab.rules import Choice, Text

TASKS = (
    "circle_by_hand",
    "xor_one_input",
    "spiral",
    "overfit",
    "no_hidden",
    "typed",
    "quiz_linear",
    "quiz_zero",
)


@dataclass(frozen=True)
class Check:
    """Parameters of `check`."""

    task: Annotated[str, Choice(*TASKS)]
    answer: Annotated[str, Text(40)] = ""


@dataclass(frozen=True)
class Verdict:
    """Whether a task is done, and the right answer to a quiz question."""

    done: bool
    right: str = ""


def check(params: Check, settings: PlaygroundSettings, history: History) -> Verdict:
    """Check a task against the experiment, or an answer."""
    now = history.moments[-1]
    solved = now.epoch > 0 and (now.test_accuracy or 0) >= 0.95
    match params.task:
        case "circle_by_hand":  # the circle without a hidden layer: the right inputs do the work
            return Verdict(solved and settings.dataset == "circle" and not settings.network_shape)
        case "xor_one_input":  # XOR with a single input
            return Verdict(solved and settings.dataset == "xor" and len(settings.inputs) == 1)
        case "spiral":  # the spiral, from x and y alone
            plain = set(settings.inputs) <= {"x", "y"}
            return Verdict(solved and settings.dataset == "spiral" and plain)
        case "overfit":  # a high test loss, more than three times the training loss
            apart = now.test_loss > max(0.1, 3 * now.train_loss)
            return Verdict(now.epoch > 0 and apart and now.train_loss < 0.1)
        case "no_hidden":  # see a straight line fail at XOR, after fair time to learn
            line = not settings.network_shape and set(settings.inputs) <= {"x", "y"}
            return Verdict(
                line and settings.dataset == "xor" and now.epoch >= 50 and (now.test_accuracy or 1) < 0.75
            )
        case "typed":  # two clouds told apart without training, by weights typed in
            by_hand = history.edits > 0 and now.epoch == 0 and (now.test_accuracy or 0) >= 0.95
            return Verdict(by_hand and settings.dataset == "gauss" and not settings.network_shape)
        case "quiz_linear":  # which data set can a single line separate?
            return Verdict(params.answer == "gauss", "gauss")
        case _:  # quiz_zero: what happens if all weights begin at 0?
            return Verdict(params.answer == "same", "same")
