"""The two directions of a dense layer, which the page shows of the engine, in Keras and in PyTorch."""

from neurarium.interop.phrases import Phrase

_NUMBERS = """x = np.array([[1.0, 2.0], [0.5, -1.0]], "float32")  # (n, n_in)
delta = np.array([[0.1, -0.2, 0.3], [0.4, 0.0, -0.5]], "float32")  # dL/dz, (n, n_out)
"""

LAYER_PROGRAM = Phrase(
    f"""import keras
import numpy as np
import tensorflow as tf

{_NUMBERS}x = tf.constant(x)
layer = keras.layers.Dense(3)

# forward
with tf.GradientTape() as tape:
    tape.watch(x)
    z = layer(x)  # x W + b

# backward
wanted = [layer.kernel, layer.bias, x]
dL_dW, dL_db, dL_dx = tape.gradient(z, wanted, output_gradients=tf.constant(delta))
""",
    f"""import numpy as np
import torch
from torch import nn

{_NUMBERS}x = torch.tensor(x, requires_grad=True)
layer = nn.Linear(2, 3)

# forward
z = layer(x)  # x W + b; the weights are kept as (n_out, n_in)

# backward
z.backward(torch.tensor(delta))
dL_dW, dL_db, dL_dx = layer.weight.grad.T, layer.bias.grad, x.grad
""",
)
