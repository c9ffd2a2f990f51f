"""Finding a model: by its name in the user's data folder, or by its file."""

from collections.abc import Iterator
from pathlib import Path

from neurarium.cli.errors import CommandError
from neurarium.persist import Model, ModelStore, load_model
from neurarium.persist.choice import best_reader
from neurarium.persist.store import SUFFIX

HOW_TO_TRAIN = "train one with: neurarium train"


def find(text: str | None) -> Path:
    """Return the file of the model that `text` means; without it, of the best for digits.

    Raises
    ------
    CommandError
        If there is none.
    """
    store = ModelStore()
    if text is None:
        best = best_reader(store.entries())
        if best is None:
            raise CommandError(f"there is no model that reads digits yet: {HOW_TO_TRAIN}")
        return best.path
    if _is_file(text):
        return Path(text)
    if text in store.names():
        return store.path(text)
    known = ", ".join(store.names())
    raise CommandError(
        f"there is no file and no model named {text!r}; "
        + (f"there are the models {known}" if known else f"there is no model yet: {HOW_TO_TRAIN}")
    )


def load(text: str | None) -> tuple[Model, Path]:
    """Return the model that `text` means, and its file."""
    path = find(text)
    return load_model(path), path


def name_of(path: Path, model: Model) -> str:
    """Return what to call a model: its name in the data folder, its own name, or its file's."""
    stem = path.name.removesuffix(SUFFIX)
    return stem if path.parent == ModelStore().folder else model.name or stem


def complete(incomplete: str) -> Iterator[str]:
    """Yield the names that begin with `incomplete`, for the shell."""
    return (name for name in ModelStore().names() if name.startswith(incomplete))


def _is_file(text: str) -> bool:
    return text.endswith(SUFFIX) or "/" in text or "\\" in text or Path(text).is_file()
