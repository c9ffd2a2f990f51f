"""The files that the front end reads answers with are those that the lab's declarations make."""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import pytest
from scripts.web_types.files import SOURCES, files
from scripts.web_types.module import Module

from neurarium.lab.values import Axes


def test_the_files_are_up_to_date():
    """If this fails: python -m scripts.web_types."""
    made = files()
    assert set(made) == set(SOURCES.rglob("lab.gen.ts"))
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, path


def test_an_array_needs_axes():
    """An answer says what the axes of its arrays are; without them its reader cannot be written."""

    @dataclass
    class Loose:
        values: np.ndarray[Any, Any]

    @dataclass
    class Declared:
        values: Annotated[np.ndarray[Any, Any], Axes("row", 3)]

    with pytest.raises(TypeError, match="Axes"):
        Module(".").reader(Loose)
    module = Module(".")
    assert module.reader(Declared) == "readDeclared"
    assert "  /** (row, 3). */\n  values: array(2),\n" in module.text("a test")
