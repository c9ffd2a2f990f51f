"""The pass as a program for the code lab: of the small network, and of the model that is walked through."""

from neurarium.data import mnist
from neurarium.engine.mlp import MLP
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.lab.engine_program import (
    EngineProgram,
    call,
    matrices_of,
    named_numbers,
    printing,
    row,
    set_numbers,
)
from neurarium.lab.exhibits.forward.settings import ForwardSettings
from neurarium.lab.handover import DATA_FOLDER
from neurarium.persist import ModelStore


def engine_program(settings: ForwardSettings, network: Network, x: FloatArray) -> str:
    """Return the program; `trace` has every number of the pass, `walk` those of the model's."""
    program = EngineProgram("Forward propagation: every sum z and every output a, layer by layer.")
    layers = matrices_of(network)
    program.cell("Numbers", printing(), named_numbers(x.tolist(), layers))
    sizes = [network.n_in, *(layer.n_out for layer in network.dense_layers)]
    made = call(
        program.use(MLP),
        str(sizes),
        activation='"sigmoid"',
        output='"sigmoid"',
        dtype="np.float64",
    )
    program.cell("Network", f"network = {made}", *set_numbers(len(layers)))
    program.cell(
        "Forward propagation",
        "trace = network.forward(np.array(x))",
        "for k, layer in enumerate(trace.layers, start=1):",
        '    print(f"z{k} =\\n{layer.z}\\na{k} =\\n{layer.a}")',
    )
    if settings.model:
        _walk(program, settings)
    return program.text


def _walk(program: EngineProgram, settings: ForwardSettings) -> None:
    """Add the way of a test image through a model of the shelf."""
    store, images = program.use(ModelStore), program.use(mnist)
    program.cell(
        "A model, and a test image",
        f'model = {store}("{DATA_FOLDER}/models").load({settings.model!r})',
        f'images = {images}("raw")',
        f"pixels = images.x_test[{row(settings.image)}]",
        "walk = model.network.forward(pixels if model.scaling is None else model.scaling.apply(pixels))",
        "for k, layer in enumerate(walk.layers, start=1):",
        '    loudest = np.argsort(-np.abs(layer.a[0]), kind="stable")[:5]',
        '    print(f"layer {k}: {layer.a.shape[1]} units; the loudest: {loudest}, {layer.a[0][loudest]}")',
        f'print(f"answer {{walk.output[0].argmax()}}, label {{images.y_test[{settings.image}]}}")',
    )
