"""The training as a program for the code lab, as its course was."""

from collections.abc import Iterator
from dataclasses import replace

from neurarium.engine.scaling import Scaling
from neurarium.lab.engine_program import EngineProgram
from neurarium.lab.exhibits.train.course import Course
from neurarium.lab.image_program import load_images, make_network
from neurarium.training import Dataset, EpochEnd, Trainer
from neurarium.training.recipe import Recipe


def engine_program(recipe: Recipe, course: Course, dataset: str) -> str:
    """Return the program; `test` is the network's score on the test images.

    Parameters
    ----------
    recipe
        What is trained, and how.
    course
        What a run did beside that.
    dataset
        The name of one of the learner's own data sets; empty for MNIST.
    """
    program = EngineProgram("A training on images of handwritten digits, and its score.")
    program.cell("Data", load_images(program, dataset))
    program.cell("Split", *_split(program, recipe))
    program.cell("Model", make_network(program, recipe))
    program.cell("Training", *_training(program, recipe, course))
    program.cell(
        "Scoring",
        "test = trainer.evaluate(images.x_test, images.y_test)",
        'print(f"test loss: {test.loss:.6f}")',
        'print(f"{test.accuracy:.2%} of the test images are right")',
    )
    return program.text


def _split(program: EngineProgram, recipe: Recipe) -> Iterator[str]:
    """Yield the lines that hold images back."""
    few = f"[:{recipe.limit}]" if recipe.limit else ""
    yield f"x, y = images.x_train{few}, images.y_train{few}"
    if recipe.shuffle_labels:
        yield f"y = np.random.default_rng({recipe.seed}).permutation(y)  # only to be learned by heart"
    scaling, unit = program.use(Scaling), not recipe.standardize
    scaled = f", scaling={scaling}.unit()" if unit else ""
    share = f"validation={recipe.validation!r}, seed={recipe.seed}"
    yield f"data = {program.use(Dataset)}.split(x, y, {share}{scaled})"
    if not unit:
        yield f"data = {program.use(replace)}(data, scaling={scaling}.standard(data.x_train))"


def _training(program: EngineProgram, recipe: Recipe, course: Course) -> Iterator[str]:
    """Yield the lines of the training."""
    config = replace(recipe.training, threads=None)  # as many as there are, which is what the run took
    yield f"config = {program.made(config)}"
    yield f"trainer = {program.use(Trainer)}(network, data, config)"
    end = program.use(EpochEnd)
    told = 'print(f"epoch {event.record.epoch}: loss {event.record.train_loss:.4f}")'
    if not course.rates and course.stopped is None:
        yield from ("for event in trainer.run():", f"    if isinstance(event, {end}):", f"        {told}")
        return
    total = "config.epochs * trainer.steps_per_epoch"
    yield "\n\ndef train_until(step):"
    yield '    """Train until so many steps are taken, or the training is over."""'
    yield "    while trainer.step < step and not trainer.finished:"
    yield "        for event in trainer.advance(step - trainer.step):"
    yield f"            if isinstance(event, {end}):"
    yield f"                {told}"
    yield "\n"
    for step, rate in course.rates:
        if step:
            yield f"train_until({step})"
        yield f"trainer.set_learning_rate({rate!r})"
    yield f"train_until({total if course.stopped is None else course.stopped})"
