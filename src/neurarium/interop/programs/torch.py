"""A training as a PyTorch program."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from neurarium.engine.layers import BatchNorm, Dense, Dropout, Layer
from neurarium.engine.network import Network
from neurarium.interop import phrases
from neurarium.interop.errors import InteropError
from neurarium.interop.programs.factor import factor_lines
from neurarium.interop.programs.plan import Plan, Program, Settings, Stopping


def torch_program(plan: Plan) -> Program:
    """Write the training as a loop over batches."""
    config, data = plan.config, plan.data.torch
    definitions, model, dense = torch_model(plan.network, logits=phrases.takes_logits(config.loss))
    model += _weights(dense)
    if plan.has_factor:
        definitions += factor_lines(plan)
    stop = config.early_stopping
    imports = [
        *plan.notes,
        *(["import copy"] if stop and stop.restore_best else []),
        *(["import math"] if plan.has_factor or stop else []),
        *([""] if plan.has_factor or stop else []),
        *(["import numpy as np"] if "np." in data else []),
        "import torch",
        "from torch import nn",
        *(["from torchvision import datasets"] if "datasets." in data else []),
    ]
    return Program("\n".join(imports), tuple(definitions), data, "\n".join(model), "\n".join(_training(plan)))


def torch_sizes(network: Network, *, logits: bool = False) -> tuple[int, ...]:
    """Return how many modules of the program's model each of the engine's layers becomes."""
    last = len(network.layers) - 1
    return tuple(
        len(_modules_of(layer, activated=not (logits and number == last)))
        for number, layer in enumerate(network.layers)
    )


def torch_model(
    network: Network, *, logits: bool = False
) -> tuple[list[str], list[str], list[tuple[int, Dense]]]:
    """Return the classes that the model needs, the lines that make it, and where its dense layers stand.

    With `logits` it ends with its last sums: PyTorch's cross-entropies apply the last activation themselves.
    """
    modules, dense = _modules(network, logits=logits)
    lines = ["model = nn.Sequential(", *(f"    {module}," for module in modules), ")"]
    classes = [text for call, text in (("Step()", _STEP), ("Exp()", _EXP)) if call in modules]
    return classes, lines, dense


def _training(plan: Plan) -> Iterator[str]:
    config, stop = plan.config, plan.config.early_stopping
    yield f"epochs = {plan.epochs}"
    name = "z" if phrases.takes_logits(config.loss) else "a"
    if plan.validation:
        yield f"held = int(len(x) * {plan.validation!r})"
        yield "x, x_held, y, y_held = x[:-held], x[-held:], y[:-held], y[-held:]"
    yield f"optimizer = {phrases.optimizer_constructor(plan.optimizer).torch}"
    if plan.has_factor:
        yield f"total = epochs * math.ceil(len(x) / {plan.batch})  # steps"
        yield "scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)"
    if stop:
        yield "best, best_epoch = math.inf, 0"
    yield "for epoch in range(1, epochs + 1):"
    yield f"    for rows in torch.randperm(len(x)).split({plan.batch}):"
    yield f"        {name} = model(x[rows])"
    yield f"        loss = {phrases.loss_value(config.loss, 'y[rows]').torch}"
    yield from (f"        loss += {term}" for term in penalty_terms(config))
    yield "        optimizer.zero_grad()"
    yield "        loss.backward()"
    yield "        optimizer.step()"
    if plan.has_factor:
        yield "        scheduler.step()"
    if not (stop or plan.validation):
        return
    x, y = ("x_held", "y_held") if plan.validation else ("x", "y")
    yield "    model.eval()"
    yield "    with torch.no_grad():"
    yield f"        {name} = model({x})"
    yield f"        watched = {phrases.loss_value(config.loss, y).torch}.item()"
    yield "    model.train()"
    yield '    print(f"epoch {epoch}: loss {watched:.4f}")'
    if stop:
        yield from _stop(stop)


def _modules(network: Network, *, logits: bool) -> tuple[list[str], list[tuple[int, Dense]]]:
    """Return the modules of the `nn.Sequential`, and where its dense layers stand."""
    modules: list[str] = []
    dense: list[tuple[int, Dense]] = []
    last = len(network.layers) - 1
    for number, layer in enumerate(network.layers):
        if isinstance(layer, Dense):
            dense.append((len(modules), layer))
        modules += _modules_of(layer, activated=not (logits and number == last))
    return modules, dense


def _modules_of(layer: Layer, *, activated: bool) -> list[str]:
    """Return the modules of one layer, with its activation or without."""
    if isinstance(layer, Dense):
        modules = [f"nn.Linear({layer.n_in}, {layer.n_out})"]
    elif isinstance(layer, BatchNorm):
        modules = [phrases.batch_norm(layer).torch]
    elif isinstance(layer, Dropout):
        modules = [phrases.dropout(layer).torch]
    else:
        raise InteropError(f"cannot write a layer of type {type(layer).__name__} as a program")
    if activated and layer.activation.name != "linear":
        modules.append(phrases.activation_module(layer.activation).torch)
    return modules


def _weights(dense: Sequence[tuple[int, Dense]]) -> Iterator[str]:
    """Set the first weights, layers that begin alike together."""

    def begin(place: tuple[int, Dense]) -> tuple[str, str]:
        return phrases.first_weights(place[1]).torch, phrases.first_bias(place[1]).torch

    for lines, places in groupby(dense, begin):
        layers = [f"model[{place}]" for place, _ in places]
        yield f"for layer in [{', '.join(layers)}]:"
        yield from (f"    {line}" for line in lines)


def penalty_terms(config: Settings) -> list[str]:
    """Return what is added to the loss."""
    terms: list[str] = []
    weights = "for layer in model if isinstance(layer, nn.Linear)"
    if config.l1:
        terms.append(f"{config.l1!r} * sum(layer.weight.abs().sum() {weights})")
    if config.l2:
        terms.append(f"{config.l2!r} / 2 * sum(layer.weight.square().sum() {weights})")
    return terms


def _stop(stop: Stopping) -> Iterator[str]:
    improved = f"best - {stop.min_delta!r}" if stop.min_delta else "best"
    yield f"    if watched < {improved}:"
    yield "        best, best_epoch = watched, epoch"
    if stop.restore_best:
        yield "        weights = copy.deepcopy(model.state_dict())"
    yield f"    if epoch - best_epoch >= {stop.patience}:"
    yield "        break"
    if stop.restore_best:
        yield "model.load_state_dict(weights)"


_EXP = """class Exp(nn.Module):
    def forward(self, z):
        return z.exp()"""

_STEP = """class Step(nn.Module):
    def forward(self, z):
        return (z >= 0).float()"""
