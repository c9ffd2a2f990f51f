"""The pages for those who come from scikit-learn: their code runs, and is the same in both languages."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "coming-from-scikit-learn.md", DOCS / "coming-from-scikit-learn.zh-CN.md"]

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def code_of(page: Path) -> list[str]:
    return re.findall(r"```(?:python|diff)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_code_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Block after block, as a reader would: a score above 90 %, and a saved model with ten classes."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in code_of(PAGES[0])[1:]:
        exec(compile(block, PAGES[0].name, "exec"), names)
    score, classes = capsys.readouterr().out.splitlines()
    assert float(score) > 0.9
    assert classes == str(list(range(10)))


def test_both_languages_have_the_same_code() -> None:
    """Nothing of it is translated."""
    first, second = map(code_of, PAGES)
    assert first == second


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_lead_somewhere(page: Path) -> None:
    """Every file that a page names is there, and the section of speed.md too."""
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)", text):
        assert (page.parent / target).exists()
    assert "\n## Against scikit-learn\n" in (DOCS / "speed.md").read_text(encoding="utf-8")
