"""NumPy as fast as it goes by hand: all arrays allocated once, nothing general; ReLU networks on images."""

from itertools import pairwise

import numpy as np
from common import Data, Peer, Work, first_weights, serve

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8
TINY = np.float32(1e-30)  # keeps the averages out of the denormal numbers


class TunedNumPy(Peer):
    """One variant: "step"."""

    version = np.__version__

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        self.work, self.x, self.y = work, data.x, data.y
        size = sum((n_in + 1) * n_out for n_in, n_out in pairwise(work.sizes))
        self.theta, self.grad, self.m, self.v, self.t = (np.zeros(size, np.float32) for _ in range(5))
        self.W, self.b = self._cut(self.theta)
        self.dW, self.db = self._cut(self.grad)
        for W, b, (W0, b0) in zip(self.W, self.b, first_weights(work.sizes), strict=True):
            W[...], b[...] = W0, b0
        self.rooms: dict[int, tuple] = {}
        self.rng = np.random.default_rng(0)
        self.steps = 0

    def train(self, epochs: int) -> None:
        for _ in range(epochs):
            order = self.rng.permutation(len(self.x))
            for start in range(0, len(order), self.work.batch):
                self._step(order[start : start + self.work.batch])

    def predict(self, x):
        for k, (W, b) in enumerate(zip(self.W, self.b, strict=True)):
            x = x @ W
            x += b
            if k + 1 < len(self.W):
                np.maximum(x, 0, out=x)
        return x

    def _cut(self, vector: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        Ws, bs, at = [], [], 0
        for n_in, n_out in pairwise(self.work.sizes):
            Ws.append(vector[at : at + n_in * n_out].reshape(n_in, n_out))
            at += n_in * n_out
            bs.append(vector[at : at + n_out])
            at += n_out
        return Ws, bs

    def _room(self, n: int) -> tuple:
        if n not in self.rooms:
            sizes = self.work.sizes
            self.rooms[n] = (
                [np.empty((n, k), np.float32) for k in sizes],
                [np.empty((n, k), np.float32) for k in sizes],
                [np.empty((n, k), np.bool_) for k in sizes],
                np.empty((n, sizes[0]), np.uint8),
                np.ones(n, np.float32),
                np.empty((n, 1), np.float32),
            )
        return self.rooms[n]

    def _step(self, rows: np.ndarray) -> None:
        n, last = len(rows), len(self.W)
        a, d, mask, raw, ones, one = self._room(n)
        np.take(self.x, rows, axis=0, out=raw, mode="clip")
        np.multiply(raw, np.float32(1 / 255), out=a[0])
        for k in range(last):
            np.matmul(a[k], self.W[k], out=a[k + 1])
            a[k + 1] += self.b[k]
            if k + 1 < last:
                np.maximum(a[k + 1], 0, out=a[k + 1])
        delta = a[last]
        delta -= np.max(delta, axis=1, keepdims=True, out=one)
        np.exp(delta, out=delta)
        delta /= np.sum(delta, axis=1, keepdims=True, out=one)
        delta[np.arange(n), self.y[rows]] -= 1
        delta *= np.float32(1 / n)
        for k in range(last - 1, -1, -1):
            np.matmul(a[k].T, delta, out=self.dW[k])
            np.matmul(ones, delta, out=self.db[k])
            if k:
                np.matmul(delta, self.W[k].T, out=d[k])
                np.greater(a[k], 0, out=mask[k])
                d[k] *= mask[k]
                delta = d[k]
        self._update()

    def _update(self) -> None:
        self.steps += 1
        if self.work.optimizer == "sgd":
            self.grad *= np.float32(self.work.rate)
            self.theta -= self.grad
            return
        root = (1 - BETA2**self.steps) ** 0.5
        np.multiply(self.grad, np.float32(1 - BETA1), out=self.t)
        self.t += TINY
        self.m *= np.float32(BETA1)
        self.m += self.t
        self.grad *= self.grad
        self.grad *= np.float32(1 - BETA2)
        self.grad += TINY
        self.v *= np.float32(BETA2)
        self.v += self.grad
        np.sqrt(self.v, out=self.t)
        self.t += np.float32(EPSILON * root)
        np.divide(self.m, self.t, out=self.t)
        self.t *= np.float32(self.work.rate * root / (1 - BETA1**self.steps))
        self.theta -= self.t


serve(TunedNumPy)
