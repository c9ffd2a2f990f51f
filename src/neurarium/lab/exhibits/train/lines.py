"""What computes a run's numbers, and the whole training as a program."""

from neurarium.engine import metrics
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.summary import Summary
from neurarium.interop import phrases
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import mnist_lines, programs
from neurarium.interop.quantities import QUANTITIES
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.train.settings import IMAGES
from neurarium.training import TrainConfig, Trainer
from neurarium.training.backends.reference import ReferenceBackend
from neurarium.training.evaluation import evaluate
from neurarium.training.probe import probe
from neurarium.training.recipe import Recipe


def draw_computed(network: Network, config: TrainConfig) -> dict[str, Computed]:
    """Return what computes each kind of number."""
    loss = config.loss
    output = QUANTITIES["output.softmax" if phrases.takes_logits(loss) else "output"].of_test_set()
    confusion = QUANTITIES["confusion"].of_test_set()
    return {
        "loss": computed(loss.rows, phrases.loss_value(loss), loss.formula),
        "accuracy": computed(metrics.correct, "accuracy"),
        "test": computed(evaluate, QUANTITIES["accuracy"].of_test_set()),
        "confusion": computed(metrics.confusion_matrix, confusion),
        "answer": computed(metrics.classes, confusion),
        "output": computed(network.output.forward, output, network.output.formula),
        "logits": computed(Dense.forward, "dense.unit"),
        "steps": computed(Trainer.steps_per_epoch, "steps"),
        "epoch": computed(Trainer.epochs_done, "epochs"),
        "parameters": computed(Summary.of, "parameters"),
        "learning_rate": computed(config.optimizer.update, "rate", config.optimizer.formula),
        "gradient": computed(probe, "gradient.norm"),
        "dead": computed(probe, "dead"),
        "backward": computed(Dense.backward, "gradient.weight"),
        "step": computed(ReferenceBackend.take, "update"),
    }


def draw_program(recipe: Recipe, network: Network) -> Phrase:
    """Return the whole training."""
    training = recipe.training
    data = mnist_lines(
        limit=recipe.limit if recipe.limit and recipe.limit < IMAGES else None,
        standardize=recipe.standardize,
        validation=recipe.validation,
        one_hot=training.loss.name != "cross_entropy",
        shuffle_seed=recipe.seed if recipe.shuffle_labels else None,
    )
    left_out = ["augmentation"] if training.augmentation else []
    return programs(network, training, data, validation=recipe.validation, left_out=left_out).texts
