"""How many pictures of handwriting are read right: python -m benchmarks.handwriting FOLDER --model FILE.

FOLDER has a file `labels.jsonl`, a line a picture, with `file`, `label` (several digits in reading order)
and `kind`, and a folder `pictures`. A picture is right if all its digits are. For each kind: the share that
is right, with its 95 % interval (Wilson, 1927). `--json FILE` keeps every reading; `--before FILE` names what
has changed since such a file was written.
"""

import argparse
import json
from collections import defaultdict
from math import sqrt
from pathlib import Path

from neurarium.data.handwriting import HandwritingError
from neurarium.persist import Model, load_model
from neurarium.recognizer import read_digits


def interval(right: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval for a share of `right` in `n`."""
    middle, half = right + z * z / 2, z * sqrt(right * (n - right) / n + z * z / 4)
    return max(0.0, (middle - half) / (n + z * z)), min(1.0, (middle + half) / (n + z * z))


def read(path: Path, model: Model) -> str:
    """Return the digits in a picture, or the name of the error."""
    try:
        return "".join(str(reading.digit) for reading in read_digits(path, model))
    except HandwritingError as error:
        return type(error).__name__


def main() -> None:
    """Read every picture, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--before", type=Path)
    options = parser.parse_args()
    model = load_model(options.model)
    lines = (options.folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    readings = {entry["file"]: read(options.folder / "pictures" / entry["file"], model) for entry in labels}

    kinds: dict[str, list[bool]] = defaultdict(list)
    for entry in labels:
        right = readings[entry["file"]] == entry["label"]
        kinds[entry["kind"]].append(right)
        kinds["all"].append(right)
    for kind, rights in sorted(kinds.items(), key=lambda item: len(item[1])):
        low, high = interval(sum(rights), len(rights))
        share = sum(rights) / len(rights)
        print(f"{kind:32} {sum(rights):5} of {len(rights):5} {share:7.1%}   {low:.1%} to {high:.1%}")
    if options.json:
        options.json.write_text(json.dumps(readings, indent=1), encoding="utf-8")
    if options.before:
        before = json.loads(options.before.read_text(encoding="utf-8"))
        for entry in labels:
            old, new, label = before[entry["file"]], readings[entry["file"]], entry["label"]
            if (old == label) != (new == label):
                word = "won " if new == label else "lost"
                print(f"{word} {entry['file']} ({entry['kind']}): {label}, read {old} before and {new} now")


if __name__ == "__main__":
    main()
