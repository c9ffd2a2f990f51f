"""JAX: one compiled step called from a loop, and a whole epoch as one compiled scan."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from common import Data, Peer, Work, first_weights, serve


class Jax(Peer):
    """Variants: "scan", "step"."""

    version = jax.__version__

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        x, _ = data.scaled
        image = data.x.dtype == np.uint8
        activation = jnp.tanh if work.activation == "tanh" else jax.nn.relu
        optimizer = optax.adam(work.rate) if work.optimizer == "adam" else optax.sgd(work.rate)
        self.parameters = [(jnp.asarray(W), jnp.asarray(b)) for W, b in first_weights(work.sizes)]
        self.memory = optimizer.init(self.parameters)
        self.variant, self.batch = variant, work.batch
        self.x, self.y = (x, data.y) if variant == "step" else (jnp.asarray(x), jnp.asarray(data.y))
        self.rng, self.epoch = np.random.default_rng(0), 0
        n, batch = len(x), work.batch

        def forward(parameters, x):
            for i, (W, b) in enumerate(parameters):
                x = x @ W + b
                x = activation(x) if i < len(parameters) - 1 else x
            return x

        def loss(parameters, x, y):
            z = forward(parameters, x)
            if not image:
                return jnp.mean((z - y) ** 2) / 2
            return optax.softmax_cross_entropy_with_integer_labels(z, y).mean()

        def step(parameters, memory, x, y):
            gradient = jax.grad(loss)(parameters, x, y)
            change, memory = optimizer.update(gradient, memory, parameters)
            return optax.apply_updates(parameters, change), memory

        @partial(jax.jit, donate_argnums=(0, 1))
        def scan(parameters, memory, key, x, y):
            order = jax.random.permutation(key, n)
            whole = n // batch * batch

            def body(carry, rows):
                return step(*carry, x[rows], y[rows]), None

            carry, _ = jax.lax.scan(body, (parameters, memory), order[:whole].reshape(-1, batch))
            return step(*carry, x[order[whole:]], y[order[whole:]]) if whole < n else carry

        self.scan = scan
        self.step = jax.jit(step, donate_argnums=(0, 1))
        self.forward = jax.jit(forward)

    def train(self, epochs: int) -> None:
        for _ in range(epochs):
            self.epoch += 1
            if self.variant == "scan":
                key = jax.random.key(self.epoch)
                self.parameters, self.memory = self.scan(self.parameters, self.memory, key, self.x, self.y)
            else:
                order = self.rng.permutation(len(self.x))
                for i in range(0, len(order), self.batch):
                    rows = order[i : i + self.batch]
                    self.parameters, self.memory = self.step(
                        self.parameters, self.memory, self.x[rows], self.y[rows]
                    )
        jax.block_until_ready(self.parameters)

    def predict(self, x):
        return np.asarray(self.forward(self.parameters, x))


serve(Jax)
