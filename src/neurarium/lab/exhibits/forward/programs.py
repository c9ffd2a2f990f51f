"""The same pass as a program: in Keras, in PyTorch, and in loops, without any library."""

from neurarium.engine.activations import Sigmoid
from neurarium.interop.phrases import Phrase, activation_function
from neurarium.lab.engine_program import Matrices, Rows, named_numbers

_DENSE = '''
def dense(rows, W, b):
    """Send rows through one layer: for each row and each unit the sum in order, then the sigmoid."""
    outputs = []
    for x in rows:
        a = []
        for j in range(len(b)):
            z = 0.0
            for i in range(len(x)):
                z = z + x[i] * W[i][j]
            z = z + b[j]
            a.append(1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z)))
        outputs.append(a)
    return outputs
'''


def program(x: Rows, matrices: Matrices) -> Phrase:
    """Return the pass in Keras and in PyTorch; z1, a1, z2, … have the engine's numbers."""
    numbers = named_numbers(x, matrices)
    f = activation_function(Sigmoid())
    keras, torch = [], []
    for k, (W, b) in enumerate(matrices, start=1):
        n_in, n_out = len(W), len(b)
        fed = "x" if k == 1 else f"a{k - 1}"
        keras.append(
            f"layer{k} = keras.layers.Dense({n_out})\nlayer{k}.build((None, {n_in}))\n"
            f"layer{k}.set_weights([np.array(W{k}), np.array(b{k})])\n"
            f"z{k} = layer{k}({fed})\na{k} = {_of(f.keras, k)}"
        )
        torch.append(
            f"layer{k} = nn.Linear({n_in}, {n_out})\nwith torch.no_grad():\n"
            f"    layer{k}.weight[:] = torch.tensor(W{k}).T\n    layer{k}.bias[:] = torch.tensor(b{k})\n"
            f"z{k} = layer{k}({fed})\na{k} = {_of(f.torch, k)}"
        )
    return Phrase(
        f"import keras\nimport numpy as np\n\n{numbers}\nx = np.array(x)\n\n" + "\n\n".join(keras),
        f"import torch\nfrom torch import nn\n\n{numbers}\nx = torch.tensor(x)\n\n" + "\n\n".join(torch),
    )


def loops_program(x: Rows, matrices: Matrices) -> str:
    """Return the pass in plain Python."""
    calls = [
        f"a{k} = dense({'x' if k == 1 else f'a{k - 1}'}, W{k}, b{k})" for k in range(1, len(matrices) + 1)
    ]
    numbers = named_numbers(x, matrices)
    return f"from math import exp\n\n{numbers}\n\n{_DENSE}\n\n" + "\n".join(calls)


def _of(expression: str, k: int) -> str:
    return expression.replace("(z)", f"(z{k})")
