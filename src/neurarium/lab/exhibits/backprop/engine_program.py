"""The training step as a program for the code lab."""

from neurarium.engine.losses import Loss
from neurarium.engine.mlp import MLP
from neurarium.engine.objective import objective
from neurarium.engine.optimizers import SGD
from neurarium.engine.types import FloatArray
from neurarium.lab.engine_program import (
    EngineProgram,
    call,
    listed,
    matrices_of,
    named_numbers,
    printing,
    row,
    set_numbers,
)
from neurarium.lab.exhibits.backprop.settings import BackpropSettings


def engine_program(settings: BackpropSettings, network: MLP, loss: Loss, X: FloatArray, y: FloatArray) -> str:
    """Return the program; `found` has the pass of the sample that is looked at, `step` that of them all."""
    program = EngineProgram("One step of training: forward, loss, backward, update.")
    layers = matrices_of(network)
    program.cell("Numbers", printing(), named_numbers(X.tolist(), layers), f"y = {listed(y.tolist())}")
    made = call(
        program.use(MLP),
        str(settings.sizes),
        activation=f'"{settings.activation}"',
        output=f'"{network.output.name}"',
        dtype="np.float64",
    )
    program.cell(
        "Network",
        f"network = {made}",
        *set_numbers(len(layers)),
        f"loss = {program.made(loss)}",
        "X, y = np.array(x), np.array(y)",
    )
    evaluate, shown = program.use(objective), row(settings.shown)
    program.cell(
        f"Forward and backward, sample {settings.shown + 1}",
        f"found = {evaluate}(network, loss, X[{shown}], y[{shown}], gradient=True)",
        "passes = zip(found.trace.layers, found.gradient.layers, strict=True)",
        "for k, (forward, backward) in enumerate(passes, start=1):",
        '    print(f"layer {k}")',
        '    print(f"z = {forward.z[0]}\\na = {forward.a[0]}\\ndelta = {backward.delta[0]}")',
        "    print(f\"dL/dW =\\n{backward.parameters['W']}\\ndL/db = {backward.parameters['b']}\")",
    )
    sign = "-" if settings.wrong_sign else ""
    program.cell(
        "The step, on all samples",
        f"step = {evaluate}(network, loss, X, y, gradient=True)",
        f"rule = {program.made(SGD(settings.learning_rate))}",
        f"rule.update(network.theta, {sign}step.gradient.vector, rule.init(network.theta), 1)",
        f"after = {evaluate}(network, loss, X, y)",
        'print(f"gradient:\\n{step.gradient.vector}\\nweights and biases after:\\n{network.theta}")',
        'print(f"loss: {step.loss:.6f} before, {after.loss:.6f} after")',
    )
    return program.text
