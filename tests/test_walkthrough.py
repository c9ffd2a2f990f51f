"""The walk through the code leads to what is there, and its exhibit works."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits import EXHIBITS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "walkthrough.md"
TEXT = PAGE.read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def block(language: str) -> str:
    [code] = re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    return code


def stations() -> list[str]:
    """Return the numbered stations of the page."""
    return re.findall(r"^\d+\. (?:.+\n)(?:   +.+\n)*", TEXT, re.MULTILINE)


def files_of(passage: str) -> Iterator[Path]:
    yield from ((PAGE.parent / target).resolve() for target in LINK.findall(passage))


def test_the_links_lead_somewhere() -> None:
    """Every link is a file of the tree."""
    assert len(list(files_of(TEXT))) > 30
    assert [path for path in files_of(TEXT) if not path.is_file()] == []


@pytest.mark.parametrize("station", stations(), ids=lambda station: re.split(r"[\[(\]]", station)[1])
def test_what_a_station_names_is_there(station: str) -> None:
    """What stands between backticks at a station is in a file that it links to, or names its folder."""
    code = "\n".join(f"{path}\n{path.read_text(encoding='utf-8')}" for path in files_of(station))
    named = re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", re.sub(r"\[`.*?`\]", "", station))))
    assert code
    assert [name for name in named if not re.search(rf"\b{name}\b", code)] == []


def test_the_phases_are_those_of_the_kernels() -> None:
    """The table's first column names the phases of a step, in their order."""
    phases = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    kernels = ROOT / "src" / "neurarium" / "kernels"
    called = re.findall(
        r"^        (?:    )?(\w+)\(member, job", (kernels / "steps.py").read_text(), re.MULTILINE
    )
    assert phases == called


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """Return a lab that has the page's exhibit beside its own."""
    module = ModuleType("walkthrough_softmax")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(block("python"), PAGE.name, "exec"), module.__dict__)
    return Lab(Workspace(tmp_path), {**EXHIBITS, "softmax": module.__dict__["Softmax"]})


@pytest.mark.parametrize("temperature", [0.1, 1.0, 10.0])
def test_the_exhibit_answers(lab: Lab, temperature: float) -> None:
    """Opened with a temperature, the exhibit has the probabilities of the textbook's formula."""
    params = {"temperature": temperature}
    reply = lab.handle({"id": 1, "exhibit": "softmax", "op": "open", "params": params})
    powers = np.exp(np.array([2.0, 1.0, 0.0]) / temperature)
    np.testing.assert_allclose(reply["data"]["probabilities"], powers / powers.sum(), rtol=1e-12)


def test_the_exhibit_starts_with_its_default_and_refuses_what_is_out_of_range(lab: Lab) -> None:
    """Without parameters the temperature is 1; a temperature of 0 is refused, as the page says."""
    plain, warm = (
        lab.handle({"id": 1, "exhibit": "softmax", "op": "open", "params": params})["data"]
        for params in ({}, {"temperature": 1})
    )
    np.testing.assert_array_equal(plain["probabilities"], warm["probabilities"])
    reply = lab.handle({"id": 1, "exhibit": "softmax", "op": "open", "params": {"temperature": 0}})
    assert reply["error"]["code"] == "bad_param"
    assert reply["error"]["data"]["param"] == "temperature"


def test_the_component_imports_what_is_there() -> None:
    """Every import of the Svelte block is a file of the front end, and every imported name is exported."""
    folder = ROOT / "web" / "src" / "exhibits" / "softmax"
    imports = re.findall(r"import (\w+|\{[^}]*\}) from '([^']+)';", block("svelte"))
    assert len(imports) >= 5
    for names, module in imports:
        path = (folder / module).resolve()
        if names.startswith("{"):
            exported = path.with_name(f"{path.name}.ts").read_text(encoding="utf-8")
            for name in re.findall(r"\w+", names):
                assert re.search(rf"^export \w+ {name}\b", exported, re.MULTILINE), f"{module}: {name}"
        else:
            assert path.is_file(), module
