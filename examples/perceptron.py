"""Rosenblatt's perceptron: it learns AND and OR, and never XOR, for no line parts XOR's two classes."""

from neurarium import Perceptron, gate

for name in ("and", "or", "xor"):
    table = gate(name)
    neuron = Perceptron(2, learning_rate=0.1)
    result = neuron.fit(table.X, table.y, max_epochs=50)
    print(f"{name.upper()}: mistakes in each pass: {', '.join(map(str, result.errors[:12]))}")
    for update in result.updates[:20]:
        if update.changed:
            x = table.X[update.sample].astype(int)
            w = ", ".join(f"{value:+.1f}" for value in update.w)
            print(f"  {x}: answered {update.predicted}, not {update.true} -> w = ({w}), b = {update.b:+.1f}")
    print(f"{name.upper()} {result}")
