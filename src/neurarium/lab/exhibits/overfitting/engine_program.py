"""The training that is seen live, as a program for the code lab."""

from collections.abc import Iterator
from dataclasses import replace

from neurarium.data.label_noise import with_wrong_labels
from neurarium.engine.scaling import Scaling
from neurarium.lab.engine_program import EngineProgram
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.exhibits.overfitting.training import CURVE_IMAGES
from neurarium.lab.image_program import load_images, make_network
from neurarium.training import Dataset, EpochEnd, Trainer

SEED = 0
"""That of the training which is seen live."""


def engine_program(setup: Setup, source: ImageSource) -> str:
    """Return the program; `learned` and `held` are what it measured last, losses and shares."""
    program = EngineProgram("Overfitting: the loss on images that are learned from, and on others.")
    recipe = setup.recipe(SEED, source)
    held = source.held_back(setup.images)
    program.cell("Data", *_data(program, setup, source, held))
    stops = recipe.training.early_stopping is not None
    watched = ", x_held, y_held" if stops else ""
    scaling = program.use(Scaling)
    program.cell(
        "Model",
        make_network(program, recipe),
        f"data = {program.use(Dataset)}(x, y{watched}, scaling={scaling}.unit())",
        f"config = {program.made(replace(recipe.training, record=True))}",
        f"trainer = {program.use(Trainer)}(network, data, config)",
    )
    program.cell("Training", *_training(program, held > 0))
    program.cell(
        "Result",
        "learned, held = measure()" if held else "learned = measure()",
        'print(f"at the end {learned.accuracy:.2%} of the learned images are right")',
        *(['print(f"and {held.accuracy:.2%} of those held back")'] if held else []),
    )
    return program.text


def _data(program: EngineProgram, setup: Setup, source: ImageSource, held: int) -> Iterator[str]:
    """Yield the lines that draw the images, spoil labels, and take some of those that are held back."""
    first = source.count - held
    yield load_images(program, source.name)
    yield f"rng = np.random.default_rng({SEED})"
    yield f"rows = rng.permutation({first})[:{setup.images}]"
    yield "x, y = images.x_train[rows], images.y_train[rows]"
    if setup.random_labels:
        yield "y = rng.permutation(y)  # random labels"
    elif setup.noise:
        yield f"y = {program.use(with_wrong_labels)}(y, {setup.noise!r}, {len(source.classes)}, rng)"
    if held:
        yield f"watched = slice({first}, {first + min(CURVE_IMAGES, held)})  # held back"
        yield "x_held, y_held = images.x_train[watched], images.y_train[watched]"


def _training(program: EngineProgram, held: bool) -> Iterator[str]:
    """Yield the lines that train, and measure after each epoch."""
    few = CURVE_IMAGES // 2
    others = ", and on those held back" if held else ""
    yield "\ndef measure():"
    yield f'    """Return loss and accuracy on learned images, {few} at most{others}."""'
    learned = f"trainer.evaluate(x[:{few}], y[:{few}])"
    yield f"    return {learned}" + (", trainer.evaluate(x_held, y_held)" if held else "")
    yield "\n\nfor event in trainer.run():"
    yield f"    if isinstance(event, {program.use(EpochEnd)}):"
    if held:
        yield "        learned, held = measure()"
        yield '        losses = f"loss {learned.loss:.6f} learned, {held.loss:.6f} held back"'
    else:
        yield "        learned = measure()"
        yield '        losses = f"loss {learned.loss:.6f} learned"'
    yield '        print(f"epoch {event.record.epoch}: {losses}")'
