"""The exhibits as visitors leave them: an address that shows much, and a lab where a training has ended."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurarium.lab import Lab, Workspace


@dataclass(frozen=True)
class Full:
    """An address at which an exhibit shows much, and what it shows there, in either language."""

    state: str = ""
    role: Any = "heading"
    name: str = "."


FULL = {
    "activations": Full("z=1", "button", r"^sigmoid(: f\(z\)| 的 f\(z\)) = 0\.73"),
    "optimizers": Full("problem=network&step=60&follow=adam", "button", "^(variance that|平面解释)"),
    "gradient-flow": Full("train=true", "button", r"^(mended: loss at the end|治好：最后的损失) = "),
    "data": Full("panel=together", "button", r"^(never lit|从来不亮) = 67"),
    "neuron": Full("bias=-0.2", "button", r"^(output|输出) = 0\.55"),
    "perceptron": Full("truth=0,1,1,0&step=7&layer=true", "heading", "^(By hand|手工设定)$"),
    "overfitting": Full(
        "panel=weights&images=100&width=8&epochs=2&l1=0.001",
        "button",
        "^(weights near 0, with|接近 0 的权重，有)",
    ),
    "playground": Full(
        "networkShape=8,8,8,8,8,8&discretize=true", "button", "^(Neuron 8 of layer 6|第 6 层第 8 个神经元)"
    ),
    "train": Full("", "heading", "^(Which digits are mixed up|哪些数字会弄混)$"),
    # A seven is drawn.
    "recognise": Full(
        "panel=why&ink=gPwHoGAoGAoGAvCwFvCwFjDgHjDgH", "button", "^(sum of all shares|全部贡献之和)"
    ),
}


def train(folder: Path) -> None:
    """Let a training end in a data folder: what `train` shows and `recognise` reads with."""
    workspace = Workspace(folder)
    lab = Lab(workspace)
    # So many layers that their names have little room.
    settings = {"layers": [32, 24, 24, 16, 16], "limit": 4000, "epochs": 4}
    for op, params in (("open", settings), ("start", {"name": "finished"})):
        reply = lab.handle({"id": 1, "exhibit": "train", "op": op, "params": params})
        assert reply["ok"], reply
    while workspace.runs.advance(1000):
        pass
    workspace.close()
