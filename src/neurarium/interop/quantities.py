"""The line that computes one number, in Keras 3 and in PyTorch, by the number's name.

`layer` is the dense layer that the number belongs to, `x` its inputs, `z` its sums and `a` its activations;
`model`, `optimizer` and `loss` are those of a whole program (`programs`). Braces stand for places to
be filled in when the line is shown: ``{i}`` an input, ``{j}`` a unit, both counted from 0.
"""

from collections.abc import Mapping

from neurarium.interop.phrases import Phrase

QUANTITIES: Mapping[str, Phrase] = {
    # a dense layer
    "dense.input": Phrase("x[0, {i}]", "x[0, {i}]"),
    "dense.weight": Phrase("layer.kernel[{i}, {j}]", "layer.weight[{j}, {i}]"),
    "dense.bias": Phrase("layer.bias[{j}]", "layer.bias[{j}]"),
    "dense.term": Phrase("x[0, {i}] * layer.kernel[{i}, {j}]", "x[0, {i}] * layer.weight[{j}, {i}]"),
    "dense.z": Phrase("z = x @ layer.kernel + layer.bias", "z = x @ layer.weight.T + layer.bias"),
    "dense.unit": Phrase(
        "z = (x @ layer.kernel + layer.bias)[0, {j}]", "z = (x @ layer.weight.T + layer.bias)[0, {j}]"
    ),
    # gradients
    "gradient.weight": Phrase(
        "with tf.GradientTape() as tape:\n    L = loss(y, model(x))\n"
        "slope = tape.gradient(L, layer.kernel)[{i}, {j}]",
        "L = loss(model(x), y)\nL.backward()\nslope = layer.weight.grad[{j}, {i}]",
    ),
    "gradient.bias": Phrase(
        "with tf.GradientTape() as tape:\n    L = loss(y, model(x))\n"
        "slope = tape.gradient(L, layer.bias)[{j}]",
        "L = loss(model(x), y)\nL.backward()\nslope = layer.bias.grad[{j}]",
    ),
    "gradient.norm": Phrase(
        "with tf.GradientTape() as tape:\n    L = loss(y, model(x))\n"
        "gradient = tape.gradient(L, layer.kernel)\n"
        "norm = keras.ops.norm(gradient) / keras.ops.size(gradient) ** 0.5",
        "L = loss(model(x), y)\nL.backward()\ngradient = layer.weight.grad\n"
        "norm = gradient.norm() / gradient.numel() ** 0.5",
    ),
    "update": Phrase("optimizer.apply(gradients, model.trainable_variables)", "optimizer.step()"),
    "rate": Phrase("optimizer.learning_rate.assign({rate})", 'optimizer.param_groups[0]["lr"] = {rate}'),
    # one output of the network; in PyTorch a network for cross-entropy ends with its sums
    "output": Phrase("a = model(x)[{i}, {j}]", "a = model(x)[{i}, {j}]"),
    "output.softmax": Phrase("a = model(x)[{i}, {j}]", "a = torch.softmax(model(x), dim=1)[{i}, {j}]"),
    # what a network is judged by; k classes, or two called -1 and +1
    "accuracy": Phrase(
        "accuracy = keras.ops.mean(keras.ops.argmax(model(x), axis=1) == y)",
        "accuracy = (model(x).argmax(1) == y).float().mean()",
    ),
    "accuracy.signs": Phrase(
        "accuracy = keras.ops.mean(keras.ops.sign(model(x)) == y)",
        "accuracy = (model(x).sign() == y).float().mean()",
    ),
    "confusion": Phrase(
        "answers = keras.ops.argmax(model(x), axis=1)\n"
        "count = keras.ops.sum((y == {label}) & (answers == {answer}))",
        "answers = model(x).argmax(1)\ncount = ((y == {label}) & (answers == {answer})).sum()",
    ),
    "confusion.signs": Phrase(
        "answers = keras.ops.sign(model(x))\ncount = keras.ops.sum((y == {label}) & (answers == {answer}))",
        "answers = model(x).sign()\ncount = ((y == {label}) & (answers == {answer})).sum()",
    ),
    "dead": Phrase("dead = keras.ops.sum(keras.ops.all(a == 0, axis=0))", "dead = (a == 0).all(0).sum()"),
    "parameters": Phrase("model.count_params()", "sum(p.numel() for p in model.parameters())"),
    # the course of a training
    "steps": Phrase("steps = math.ceil(len(x) / {batch})", "steps = math.ceil(len(x) / {batch})"),
    "epochs": Phrase(
        "model.fit(x, y, batch_size={batch}, epochs={epochs})",
        "for epoch in range({epochs}):\n    for rows in torch.randperm(len(x)).split({batch}):\n        ...",
    ),
    # why this digit and not that one: x times the slope of the difference of two scores
    "gap": Phrase("gap = z[0, {i}] - z[0, {j}]", "gap = z[0, {i}] - z[0, {j}]"),
    "gap.shares": Phrase(
        "with tf.GradientTape() as tape:\n    tape.watch(x)\n"
        "    z = scores(x)  # the network without its softmax\n    gap = z[0, {i}] - z[0, {j}]\n"
        "shares = x * tape.gradient(gap, x)",
        "x.requires_grad_()\nz = model(x)\ngap = z[0, {i}] - z[0, {j}]\ngap.backward()\nshares = x * x.grad",
    ),
    "scaling": Phrase(
        "x = (image.reshape(1, 784) - {shift}) * {scale}", "x = (image.reshape(1, 784) - {shift}) * {scale}"
    ),
}
