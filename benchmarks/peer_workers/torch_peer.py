"""PyTorch: tuned (no loader, fused optimizer), and with a DataLoader as its tutorials do."""

import numpy as np
import torch
from common import Data, Peer, Work, first_weights, serve
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Torch(Peer):
    """Variants: "tuned", "loader"."""

    version = torch.__version__

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        torch.manual_seed(0)
        image = data.x.dtype == np.uint8
        x, _ = data.scaled
        layers: list[nn.Module] = []
        for W, b in first_weights(work.sizes):
            linear = nn.Linear(*W.shape)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(W.T.copy()))
                linear.bias.copy_(torch.from_numpy(b))
            layers += [linear, nn.Tanh() if work.activation == "tanh" else nn.ReLU()]
        self.model = nn.Sequential(*layers[:-1])
        self.loss = nn.CrossEntropyLoss() if image else lambda a, y: nn.functional.mse_loss(a, y) / 2
        tuned = {"fused": True} if variant == "tuned" else {}
        adam = work.optimizer == "adam"
        self.optimizer = (torch.optim.Adam if adam else torch.optim.SGD)(
            self.model.parameters(), work.rate, **tuned
        )
        self.x = torch.from_numpy(x)
        self.y = torch.from_numpy(data.y.astype(np.int64) if image else data.y)
        self.batch = work.batch
        self.loader = None
        if variant == "loader":
            self.loader = DataLoader(TensorDataset(self.x, self.y), batch_size=work.batch, shuffle=True)

    def batches(self):
        if self.loader is not None:
            yield from self.loader
            return
        order = torch.randperm(len(self.x))
        for i in range(0, len(order), self.batch):
            rows = order[i : i + self.batch]
            yield self.x.index_select(0, rows), self.y.index_select(0, rows)

    def train(self, epochs: int) -> None:
        self.model.train()
        for _ in range(epochs):
            for x, y in self.batches():
                self.optimizer.zero_grad(set_to_none=True)
                self.loss(self.model(x), y).backward()
                self.optimizer.step()

    def predict(self, x):
        self.model.eval()
        with torch.inference_mode():
            return self.model(torch.from_numpy(x)).numpy()


serve(Torch)
