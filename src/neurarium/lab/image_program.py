"""Lines of programs for the code lab that learn from images: the data, the network of a recipe."""

from neurarium.data import mnist
from neurarium.engine.mlp import MLP
from neurarium.lab.datasets.store import SUFFIX
from neurarium.lab.engine_program import EngineProgram, call
from neurarium.lab.handover import DATA_FOLDER
from neurarium.training.recipe import Recipe


def load_images(program: EngineProgram, dataset: str) -> str:
    """Return the line that loads MNIST, or one of the learner's own data sets, as raw pixels."""
    path = {"path": repr(f"{DATA_FOLDER}/datasets/{dataset}{SUFFIX}")} if dataset else {}
    loaded = call(program.use(mnist), '"raw"', **path)
    return f"images = {loaded}"


def make_network(program: EngineProgram, recipe: Recipe) -> str:
    """Return the lines that make the network of a recipe, with its first weights."""
    named = {
        "activation": f'"{recipe.activation}"' if len(recipe.layers) > 2 else "",
        "output": f'"{recipe.output}"',
        "init": f'"{recipe.init}"' if recipe.init else "",
        "dropout": repr(recipe.dropout) if recipe.dropout else "",
        "batch_norm": "True" if recipe.batch_norm else "",
        "seed": str(recipe.seed),
    }
    given = {name: text for name, text in named.items() if text}
    return f"network = {call(program.use(MLP), str(list(recipe.layers)), **given)}"
