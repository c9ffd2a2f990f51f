"""What computes a run's numbers, and the whole training as a program."""

from neurarium.data.split import stratified_split
from neurarium.engine import metrics
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.summary import Summary
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import Change, Numbers, in_inference, programs
from neurarium.interop.quantities import QUANTITIES
from neurarium.lab.computed import Computed, computed
from neurarium.lab.datasets.store import SUFFIX
from neurarium.lab.exhibits.train.course import Course
from neurarium.lab.recipe_data import mnist_of
from neurarium.training import TrainConfig, Trainer
from neurarium.training.backends.reference import ReferenceBackend
from neurarium.training.evaluation import evaluate
from neurarium.training.pace import Pace
from neurarium.training.probe import PROBE_ROWS, dead_units, probe
from neurarium.training.recipe import Recipe


def draw_computed(
    network: Network, config: TrainConfig, validation: float, images: int
) -> dict[str, Computed]:
    """Return what computes each kind of number, for a run that learns from so many `images`."""
    loss, numbers = config.loss, Numbers(network, config, validation)
    accuracy, confusion = (  # the test images' labels are class numbers, whatever the loss takes
        in_inference(QUANTITIES[name], network).of_rows("test") for name in ("accuracy", "confusion")
    )
    watched = numbers.held if validation else numbers.whole  # during the run
    return {
        "loss": computed(loss.rows, numbers.loss(training=True), loss.formula),
        "accuracy": computed(metrics.correct, numbers.accuracy(training=True)),
        "loss.end": computed(evaluate, numbers.learned(numbers.loss()), loss.formula),
        "accuracy.end": computed(evaluate, numbers.learned(numbers.accuracy())),
        "answers": computed(evaluate, watched(numbers.accuracy())),
        "answers.test": computed(evaluate, accuracy),
        "confusion": computed(metrics.confusion_matrix, watched(numbers.confusion())),
        "confusion.test": computed(metrics.confusion_matrix, confusion),
        "answer": computed(metrics.classes, confusion),
        "output": computed(network.output.forward, numbers.whole(numbers.output()), network.output.formula),
        "output.test": computed(
            network.output.forward, numbers.output().of_rows("test"), network.output.formula
        ),
        "logits": computed(Dense.forward, "layer.z"),
        "steps": computed(Trainer.steps_per_epoch, numbers.steps()),
        "epoch": computed(Trainer.epochs_done, numbers.epochs()),
        "images": computed(stratified_split, numbers.rows()),
        "steps_done": computed(Trainer.advance, "steps"),
        "seconds": computed(Pace.note, "seconds"),
        "images_per_second": computed(Pace.steps_per_second, "images_per_second"),
        "seconds_left": computed(Pace.seconds_left, "seconds_left"),
        "parameters": computed(Summary.of, "parameters"),
        "learning_rate": computed(config.optimizer.update, "rate", config.optimizer.formula),
        "gradient": computed(probe, numbers.gradient_norm(min(PROBE_ROWS, images))),
        "dead": computed(dead_units, numbers.dead()),
        "backward": computed(Dense.backward, numbers.weight_slope()),
        "step": computed(ReferenceBackend.take, "update"),
    }


def draw_program(
    recipe: Recipe, network: Network, course: Course, steps_per_epoch: int, dataset: str = ""
) -> Phrase:
    """Return the whole training, as its course was; of a data set of the learner's own, its file is read."""
    training = recipe.training
    data = mnist_of(recipe, file=f"{dataset}{SUFFIX}" if dataset else None)
    left_out = ["augmentation"] if training.augmentation else []
    if course.stopped is not None:
        left_out.append(f"the training was stopped after {course.stopped} steps")
    changes = [Change(step, step // steps_per_epoch, training.with_rate(rate)) for step, rate in course.rates]
    return programs(
        network, training, data, validation=recipe.validation, left_out=left_out, changes=changes
    ).texts
