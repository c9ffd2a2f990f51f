"""MNIST: train 784-128-10 for five epochs, save it, load it again, and let it read a picture."""

import numpy as np
from PIL import Image

from neurarium import (
    MLP,
    Dataset,
    Scaling,
    TrainConfig,
    Trainer,
    evaluate,
    load_model,
    mnist,
    read_digits,
    save_model,
)
from neurarium.training import EpochEnd

images = mnist("raw")  # bytes 0-255; each batch is scaled to 0-1 on its way into the network
data = Dataset.split(images.x_train, images.y_train, validation=0.2, scaling=Scaling.unit())

network = MLP([784, 128, 10], seed=0)
print(network.summary())

config = TrainConfig(epochs=5, batch_size=128)  # cross-entropy and Adam, unless told otherwise
for event in Trainer(network, data, config).run():
    if isinstance(event, EpochEnd):
        epoch = event.record
        print(f"epoch {epoch.epoch}: loss {epoch.train_loss:.3f}, validation {epoch.validation_accuracy:.2%}")

test = evaluate(network, config.loss, images.x_test, images.y_test, data.scaling)
print(f"{test.accuracy:.2%} of the 10,000 test images are right")

save_model(network, "digits.safetensors", scaling=data.scaling, metrics={"test_accuracy": test.accuracy})
model = load_model("digits.safetensors")

# A picture with three digits side by side, dark on light, twice as large as MNIST's.
three = np.hstack([images.x_test[i].reshape(28, 28) for i in (0, 1, 2)])
picture = Image.fromarray(255 - three).resize((168, 56))
readings = read_digits(picture, model)
for reading in readings:
    print(f"{reading.digit} with probability {reading.probability:.1%}, at x = {reading.box.x:.0f}")
print("the picture says " + "".join(str(reading.digit) for reading in readings))
