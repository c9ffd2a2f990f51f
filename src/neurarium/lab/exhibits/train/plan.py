"""The planned run, as the front end draws it."""

from dataclasses import dataclass
from functools import lru_cache

from neurarium.engine.summary import Row
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import DenseLines, dense_lines
from neurarium.lab.computed import Computed
from neurarium.lab.digits import IMAGES, TEST_IMAGES
from neurarium.lab.exhibits.train.course import AS_PLANNED, Course
from neurarium.lab.exhibits.train.lines import draw_computed, draw_program
from neurarium.lab.exhibits.train.settings import PRESET_SETTINGS, TrainSettings, recipe_of
from neurarium.training.presets import PRESETS


@dataclass(frozen=True)
class PresetView:
    """A preset, as settings to choose."""

    name: str
    about: str
    settings: TrainSettings


@dataclass(frozen=True)
class Plan:
    """A planned run: its settings, and how its parameters add up."""

    settings: TrainSettings
    name: str  # the name of the model
    rows: tuple[Row, ...]
    weights: int
    biases: int
    parameters: int
    images: int  # learned from in each epoch
    held_back: int
    test_images: int
    steps_per_epoch: int
    computed: dict[str, Computed]
    layers: tuple[DenseLines, ...]  # how each dense layer is found in the programs
    program: Phrase  # the whole training


@lru_cache(maxsize=16)
def draw_plan(
    settings: TrainSettings,
    name: str,
    course: Course = AS_PLANNED,
    counts: tuple[int, int] = (IMAGES, TEST_IMAGES),
) -> Plan:
    """Return the plan of a run with these settings; its program tells the run's course.

    `counts` are how many images the data set has for training and for testing.
    """
    recipe = recipe_of(settings)
    network, training = recipe.network(), recipe.training
    summary = network.summary()
    taken = min(settings.limit, counts[0])
    held_back = round(taken * settings.validation)
    images = taken - held_back
    steps_per_epoch = -(-images // min(settings.batch_size, images))
    return Plan(
        settings=settings,
        name=name,
        rows=summary.rows,
        weights=summary.weights,
        biases=summary.biases,
        parameters=summary.parameters,
        images=images,
        held_back=held_back,
        test_images=counts[1],
        steps_per_epoch=steps_per_epoch,
        computed=draw_computed(network, training, recipe.validation, images),
        layers=dense_lines(network, training.loss),
        program=draw_program(recipe, network, course, steps_per_epoch, settings.dataset),
    )


def draw_presets() -> tuple[PresetView, ...]:
    """Return the presets."""
    return tuple(
        PresetView(name, PRESETS[name].about, settings) for name, settings in PRESET_SETTINGS.items()
    )
