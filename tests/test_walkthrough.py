"""The walk through the code leads to what is there, and its exhibit works."""

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scripts.web_types.files import exhibit_file

from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibit import Exhibit
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
def softmax(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Exhibit]:
    """Return the page's exhibit, from a file of its own."""
    path = tmp_path / "walkthrough_softmax.py"
    path.write_text(block("python"), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, module)
    spec.loader.exec_module(module)
    return module.__dict__["Softmax"]


@pytest.fixture
def lab(tmp_path: Path, softmax: type[Exhibit]) -> Lab:
    """Return a lab that has the page's exhibit beside its own."""
    return Lab(Workspace(tmp_path / "data"), {**EXHIBITS, softmax.id: softmax})


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


@pytest.mark.parametrize(("temperature", "done"), [(0.1, True), (1.0, False)])
def test_the_task_is_done_when_the_largest_score_wins(lab: Lab, temperature: float, done: bool) -> None:
    """The task is done at a low temperature, and not at first."""
    request = {"id": 1, "exhibit": "softmax", "op": "open", "params": {"temperature": temperature}}
    assert lab.handle(request)["ok"]
    reply = lab.handle({"id": 2, "exhibit": "softmax", "op": "check", "params": {"task": "certain"}})
    assert reply["data"]["done"] is done


def test_the_component_imports_what_is_there(softmax: type[Exhibit]) -> None:
    """Every import of the Svelte block is a file, there or generated, that exports what is imported."""
    folder = ROOT / "web" / "src" / "exhibits" / "softmax"
    imports = re.findall(r"import (\w+|\{[^}]*\}) from '([^']+)';", block("svelte"))
    assert len(imports) >= 5
    for names, module in imports:
        path = (folder / module).resolve()
        if not names.startswith("{"):
            assert path.is_file(), module
            continue
        script = path.with_name(f"{path.name}.ts")
        generated = path == folder / "lab.gen"
        exported = exhibit_file(softmax) if generated else script.read_text(encoding="utf-8")
        for name in re.findall(r"\w+", names):
            assert re.search(rf"^export \w+ {name}\b", exported, re.MULTILINE), f"{module}: {name}"


def test_the_generated_file_has_what_the_component_uses(softmax: type[Exhibit]) -> None:
    """The settings and the answer of the Python half, with their bounds, are what the web half reads."""
    generated = exhibit_file(softmax)
    assert "temperature: numberField(1, { min: 0.1, max: 10 })" in generated
    assert re.search(r"readSoftmaxView = record\(\{[^}]*probabilities: array\(1\)", generated)


def test_the_page_names_what_the_tests_of_the_front_end_want(softmax: type[Exhibit]) -> None:
    """The stations of a tour, at parts of the component and of the frame, lessons, and recorded answers."""
    stations = re.search(r"here ((?:`\w+`,\s)+)and\s+the frame's `(\w+)`", TEXT)
    assert stations is not None
    own = re.findall(r"`(\w+)`", stations[1])
    assert re.findall(r'data-tour="(\w+)"', block("svelte")) == own
    frame = (ROOT / "web" / "src" / "frame").rglob("*.svelte")
    assert any(f'data-tour="{stations[2]}"' in path.read_text(encoding="utf-8") for path in frame)
    assert 4 <= len(own) + 1 <= 6
    assert f"`tests/snapshots/{softmax.id}.json`" in TEXT
    for name in ("en.md", "zh.md"):
        assert f"`{softmax.id}.{name}`" in TEXT
