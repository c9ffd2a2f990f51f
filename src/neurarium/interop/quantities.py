"""The line that computes one number, in Keras 3 and in PyTorch, by the number's name.

`model` and `optimizer` are those of a whole program (`programs`), `x` the rows that are looked at, `y` their
targets, and `layer` the dense layer that the number belongs to. Braces stand for places to be filled in when
the line is shown: ``{i}`` an input, ``{j}`` a unit, both counted from 0; ``{layer}`` and ``{inputs}`` lines
that find the layer (`programs.DenseLines`). Lines that depend on a training are in `programs.Numbers`.
"""

from collections.abc import Mapping

from neurarium.interop.phrases import Phrase


def _scipy(line: str) -> Phrase:
    """Return a line that is the same beside either library."""
    line = f"from scipy import stats\n{line}"
    return Phrase(line, line)


QUANTITIES: Mapping[str, Phrase] = {
    # a dense layer
    "dense.input": Phrase("x[0, {i}]", "x[0, {i}]"),
    "dense.weight": Phrase("layer.kernel[{i}, {j}]", "layer.weight[{j}, {i}]"),
    "dense.bias": Phrase("layer.bias[{j}]", "layer.bias[{j}]"),
    "dense.term": Phrase("x[0, {i}] * layer.kernel[{i}, {j}]", "x[0, {i}] * layer.weight[{j}, {i}]"),
    "dense.z": Phrase("z = x @ layer.kernel + layer.bias", "z = x @ layer.weight.T + layer.bias"),
    # one of several dense layers: its lines are those of `programs.DenseLines`
    "layer.term": Phrase(
        "{layer}\n{inputs}\nterm = inputs[0, {i}] * layer.kernel[{i}, {j}]",
        "{layer}\n{inputs}\nterm = inputs[0, {i}] * layer.weight[{j}, {i}]",
    ),
    "layer.bias": Phrase("{layer}\nb = layer.bias[{j}]", "{layer}\nb = layer.bias[{j}]"),
    "layer.z": Phrase(
        "{layer}\n{inputs}\nz = (inputs @ layer.kernel + layer.bias)[0, {j}]",
        "{layer}\n{inputs}\nz = (inputs @ layer.weight.T + layer.bias)[0, {j}]",
    ),
    # training
    "update": Phrase("optimizer.apply(gradients, model.trainable_variables)", "optimizer.step()"),
    "rate": Phrase("optimizer.learning_rate.assign({rate})", 'optimizer.param_groups[0]["lr"] = {rate}'),
    # what a network is judged by; k classes, or two called -1 and +1
    "accuracy": Phrase(
        "accuracy = keras.ops.mean(keras.ops.argmax(model(x), axis=1) == y)",
        "accuracy = (model(x).argmax(1) == y).float().mean()",
    ),
    "right": Phrase(
        "right = keras.ops.sum(keras.ops.argmax(model(x), axis=1) == y)",
        "right = (model(x).argmax(1) == y).sum()",
    ),
    "accuracy.signs": Phrase(
        "accuracy = keras.ops.mean((model(x) >= 0) == (y > 0))",
        "accuracy = ((model(x) >= 0) == (y > 0)).float().mean()",
    ),
    "confusion": Phrase(
        "answers = keras.ops.argmax(model(x), axis=1)\n"
        "count = keras.ops.sum((y == {label}) & (answers == {answer}))",
        "answers = model(x).argmax(1)\ncount = ((y == {label}) & (answers == {answer})).sum()",
    ),
    "confusion.signs": Phrase(
        "answers = keras.ops.where(model(x) >= 0, 1, -1)\n"
        "count = keras.ops.sum((y == {label}) & (answers == {answer}))",
        "answers = torch.where(model(x) >= 0, 1, -1)\ncount = ((y == {label}) & (answers == {answer})).sum()",
    ),
    "steps": Phrase("steps = int(optimizer.iterations)", "steps += 1  # after each optimizer.step()"),
    "seconds": Phrase(
        "start = time.perf_counter()\nmodel.fit(x, y, batch_size={batch})\n"
        "seconds = time.perf_counter() - start",
        "start = time.perf_counter()\nfor rows in torch.randperm(len(x)).split({batch}):\n    ...\n"
        "seconds = time.perf_counter() - start",
    ),
    "images_per_second": Phrase(
        "start = time.perf_counter()\nmodel.train_on_batch(x[:{batch}], y[:{batch}])\n"
        "images_per_second = {batch} / (time.perf_counter() - start)",
        "start = time.perf_counter()\n...  # one step, with {batch} rows\n"
        "images_per_second = {batch} / (time.perf_counter() - start)",
    ),
    "seconds_left": Phrase(
        *2 * ("left = ({all} - steps) / steps_per_second + ({epochs} - epochs_done) * seconds_per_test",)
    ),
    "parameters": Phrase(
        "count = sum(keras.ops.size(w) for w in model.trainable_variables)",
        "count = sum(w.numel() for w in model.parameters())",
    ),
    # why this digit and not that one: x times the slope of the difference of two scores of the last layer
    "gap": Phrase(
        "{layer}\n{inputs}\nz = inputs @ layer.kernel + layer.bias\ngap = z[0, {i}] - z[0, {j}]",
        "{layer}\n{inputs}\nz = layer(inputs)\ngap = z[0, {i}] - z[0, {j}]",
    ),
    "gap.shares": Phrase(
        '{layer}\nx = tf.convert_to_tensor(x, "float32")\n'
        "with tf.GradientTape() as tape:\n    tape.watch(x)\n    {inputs}\n"
        "    z = inputs @ layer.kernel + layer.bias\n    gap = z[0, {i}] - z[0, {j}]\n"
        "shares = x * tape.gradient(gap, x)",
        "{layer}\nx.requires_grad_()\n{inputs}\nz = layer(inputs)\ngap = z[0, {i}] - z[0, {j}]\n"
        "gap.backward()\nshares = x * x.grad",
    ),
    "scaling": Phrase(
        "x = (image.reshape(1, 784) - {shift}) * {scale}", "x = (image.reshape(1, 784) - {shift}) * {scale}"
    ),
    # how sure that is: of shares, of means over seeds `a`, of pairs of them with `b`, of two models
    "interval.share": _scipy("low, high = stats.binomtest(right, n).proportion_ci(method='wilson')"),
    "interval.mean": _scipy("low, high = stats.t.interval(0.95, len(a) - 1, a.mean(), stats.sem(a))"),
    "interval.difference": _scipy("low, high = stats.ttest_rel(a, b).confidence_interval(0.95)"),
    "mcnemar": _scipy("p = stats.binomtest(only_first, only_first + only_second).pvalue"),
}
