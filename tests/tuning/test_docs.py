"""What docs/comparing.md promises is there."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from neurarium.cli.app import app

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [DOCS / "comparing.md", DOCS / "comparing.zh-CN.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_commands_are_understood(page: Path) -> None:
    """Each `neurarium tune` line has options and values that the command takes, as has each `--vary`."""
    text = page.read_text("utf-8")
    command = typer.main.get_command(app).commands["tune"]  # type: ignore[attr-defined]
    lines = re.findall(r"^neurarium (tune .*)$", text, re.MULTILINE)
    knobs = [f"tune {words}" for words in re.findall(r"`(--vary \S+=[^`\sV取]+)`", text)]
    assert len(lines) >= 2
    assert len(knobs) >= 2
    for line in lines + knobs:
        context = command.make_context("tune", shlex.split(line)[1:])
        assert context.params["vary"]


def test_both_languages_show_the_same_code() -> None:
    """The Python examples are equal, and make the comparison that they say."""
    texts = [page.read_text("utf-8") for page in PAGES]
    (code,) = {text.split("```python\n")[1].split("```")[0] for text in texts}
    asked = {}
    source = compile(code.replace("Range, sweep\n", "Range\n"), "docs", "exec")
    exec(source, {"__name__": "__main__", "sweep": lambda vary, **rest: asked.update(vary, **rest) or Told()})
    assert asked["seeds"] == 5
    assert asked["learning_rate"].values() == pytest.approx((0.001, 0.0031623, 0.01))


class Told(list):  # type: ignore[type-arg]
    """A table without rows."""

    conclusion = ""
