"""What computes the exhibit's numbers, and the race of the racer that is followed as a program."""

from neurarium.engine.objective import objective
from neurarium.engine.optimizers import Optimizer
from neurarium.engine.schedules import SCHEDULES, Constant
from neurarium.interop.phrases import Phrase, optimizer_constructor, precision
from neurarium.interop.programs import programs
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.optimizers.problems import DATA, OnNetwork, OnSurface
from neurarium.lab.exhibits.optimizers.settings import RACERS, OptimizersSettings
from neurarium.training import TrainConfig
from neurarium.training.path_plane import PathPlane
from neurarium.training.surfaces import SAMPLES, SampledSurface

_MEMORY = {
    "v": Phrase("optimizer.momentums[0]", "optimizer.state[theta]['momentum_buffer']"),
    "m": Phrase("optimizer._momentums[0]", "optimizer.state[theta]['exp_avg']"),
    "s": Phrase("optimizer._velocities[0]", "optimizer.state[theta]['square_avg']"),
    "adam.v": Phrase("optimizer._velocities[0]", "optimizer.state[theta]['exp_avg_sq']"),
}
"""Where the libraries keep an optimizer's memory."""


def draw_computed(settings: OptimizersSettings, problem: OnSurface | OnNetwork) -> dict[str, Computed]:
    """Return what computes each kind of number of the racer that is followed."""
    optimizer = _optimizer(settings)
    update = type(optimizer).update
    gradient = Phrase("gradient = tape.gradient(loss, theta.value)", "loss.backward()\ngradient = theta.grad")
    found = {
        "update": computed(
            update, Phrase("optimizer.apply([gradient], [theta])", "optimizer.step()"), optimizer.formula
        ),
        "rate": computed(
            SCHEDULES.get(settings.schedule).factor,
            Phrase("optimizer.learning_rate", "optimizer.param_groups[0]['lr']"),
            SCHEDULES.get(settings.schedule).formula,
        ),
        "plane": computed(
            PathPlane.of,
            Phrase(
                "path = np.array(path)  # all parameters after each step\npath -= path.mean(axis=0)\n"
                "_, singular, right = np.linalg.svd(path)\nshares = singular**2 / (singular**2).sum()",
                "path = torch.stack(path)  # all parameters after each step\npath -= path.mean(0)\n"
                "_, singular, right = torch.linalg.svd(path)\nshares = singular**2 / (singular**2).sum()",
            ),
        ),
    }
    for name in optimizer.memory:
        key = "adam.v" if name == "v" and "m" in optimizer.memory else name
        found[name] = computed(update, _MEMORY[key])
    if isinstance(problem, OnNetwork):
        found["gradient"] = computed(objective, gradient)
        found["loss"] = computed(objective, Phrase("loss", "loss"))
    else:
        surface = problem.surface
        found["gradient"] = computed(SampledSurface.gradient, gradient)
        found["slope"] = computed(type(surface).slope, gradient)
        found["tilt"] = computed(
            SampledSurface.tilt,
            Phrase("tilt = tf.reduce_mean(tf.gather(tilts, rows), axis=0)", "tilt = tilts[rows].mean(0)"),
        )
        loss = f"loss = {surface.code}"
        found["loss"] = computed(type(surface).height, Phrase(loss, loss), surface.formula)
    return found


def draw_program(settings: OptimizersSettings, problem: OnSurface | OnNetwork) -> Phrase:
    """Return the race of the racer that is followed, from its start, with the settings of now."""
    optimizer = _optimizer(settings)
    if isinstance(problem, OnNetwork):
        return _network_program(settings, problem, optimizer)
    return _surface_program(settings, problem, optimizer)


def _optimizer(settings: OptimizersSettings) -> Optimizer:
    return settings.optimizers()[RACERS.index(settings.followed)]


def _batch(settings: OptimizersSettings) -> int:
    return SAMPLES if settings.followed == "gd" else settings.batch


def _surface_program(settings: OptimizersSettings, problem: OnSurface, optimizer: Optimizer) -> Phrase:
    surface, batch = problem.surface, _batch(settings)
    constructor = optimizer_constructor(optimizer)
    start = [float(value) for value in settings.start]
    whole = batch == SAMPLES
    left_out = [
        *([] if isinstance(SCHEDULES.get(settings.schedule), Constant) else ["the schedule"]),
        *(["what was changed on the way"] if settings.changes else []),
    ]
    note = [f"# Not in this program: {each}." for each in left_out]
    tilted = f"# {SAMPLES} samples: each has the surface, tilted by its own amount; their mean is the surface"
    keras = [
        *note,
        "import keras",
        "import tensorflow as tf",
        "",
        f'theta = keras.Variable({start}, dtype="float64")',
        f"optimizer = {constructor.keras}",
        *(
            []
            if whole
            else [
                tilted,
                f'tilts = {surface.tilt!r} * tf.random.normal(({SAMPLES}, 2), dtype="float64")',
                "tilts -= tf.reduce_mean(tilts, axis=0)",
            ]
        ),
        f"for step in range({settings.length}):",
        *(
            []
            if whole
            else [
                f"    if step % {-(-SAMPLES // batch)} == 0:",
                f"        order = tf.random.shuffle(tf.range({SAMPLES}))",
                f"    first = step % {-(-SAMPLES // batch)} * {batch}",
                f"    tilt = tf.reduce_mean(tf.gather(tilts, order[first : first + {batch}]), axis=0)",
            ]
        ),
        "    with tf.GradientTape() as tape:",
        "        x, y = theta[0], theta[1]",
        f"        loss = {surface.code}",
        *([] if whole else ["        loss += tilt[0] * x + tilt[1] * y"]),
        "    gradient = tape.gradient(loss, theta.value)",
        "    optimizer.apply([gradient], [theta])",
    ]
    torch = [
        *note,
        "import torch",
        "",
        f"theta = torch.tensor({start}, dtype=torch.float64, requires_grad=True)",
        f"optimizer = {constructor.torch.replace('model.parameters()', '[theta]')}",
        *(
            []
            if whole
            else [
                tilted,
                f"tilts = {surface.tilt!r} * torch.randn({SAMPLES}, 2, dtype=torch.float64)",
                "tilts -= tilts.mean(0)",
            ]
        ),
        f"for step in range({settings.length}):",
        *(
            []
            if whole
            else [
                f"    if step % {-(-SAMPLES // batch)} == 0:",
                f"        batches = torch.randperm({SAMPLES}).split({batch})",
                f"    tilt = tilts[batches[step % {-(-SAMPLES // batch)}]].mean(0)",
            ]
        ),
        "    x, y = theta",
        f"    loss = {surface.code}",
        *([] if whole else ["    loss += tilt @ theta"]),
        "    optimizer.zero_grad()",
        "    loss.backward()",
        "    optimizer.step()",
    ]
    return Phrase("\n".join(keras), "\n".join(torch))


def _network_program(settings: OptimizersSettings, problem: OnNetwork, optimizer: Optimizer) -> Phrase:
    batch = _batch(settings)
    config = TrainConfig(
        loss="binary_cross_entropy",  # type: ignore[arg-type]  # a name will do
        optimizer=optimizer,
        schedule=settings.schedule,  # type: ignore[arg-type]
        epochs=-(-settings.length * batch // SAMPLES),
        batch_size=batch,
        seed=settings.seed,
        backend="numpy",
    )
    lines = (
        *(["# Not in this program: what was changed on the way."] if settings.changes else []),
        "from neurarium.data.toy import toy",
        "",
    )
    points = f'points = toy("{DATA}", np.random.default_rng({settings.seed}), n={SAMPLES})'
    exact = precision(str(problem.network.dtype))
    x, y = "points.X.astype(np.float64)", "(points.y.astype(np.float64) + 1) / 2"
    data = Phrase(
        "\n".join((*lines, exact.keras, points, f"x, y = {x}, {y}")),
        "\n".join((*lines, exact.torch, points, f"x, y = torch.tensor({x}), torch.tensor({y})")),
    )
    return programs(problem.network, config, data).texts
