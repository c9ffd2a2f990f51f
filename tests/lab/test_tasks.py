"""Tasks and questions: what the lab checks and what the lessons say are the same."""

import re
from pathlib import Path

import pytest

from neurarium.lab.exhibits import EXHIBITS
from neurarium.lab.tasks import missing_names, number_of, question_names, task_names

WEB = Path(__file__).parents[2] / "web/src/exhibits"


@pytest.mark.skipif(not WEB.exists(), reason="this source tree is without the front end")
@pytest.mark.parametrize("exhibit", EXHIBITS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_lesson_has_words_for_each(exhibit: str, language: str) -> None:
    """Each task and question of the exhibit stands in its lesson once, in both languages, and no other."""
    text = (WEB / exhibit / f"{exhibit}.{language}.md").read_text(encoding="utf-8")
    kind = EXHIBITS[exhibit]
    assert sorted(re.findall(r"^- \[ \] (\w+):", text, re.MULTILINE)) == sorted(task_names(kind))
    assert sorted(re.findall(r"^- \(\?\) (\w+):", text, re.MULTILINE)) == sorted(question_names(kind))
    for name, notes in re.findall(r"^- \[ \] (\w+):.*\n((?:  .*\n)*)", text, re.MULTILINE):
        assert re.findall(r"^  - => (\w+):", notes, re.MULTILINE) == [*missing_names(kind, name)], name


@pytest.mark.skipif(not WEB.exists(), reason="this source tree is without the front end")
@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_both_languages_offer_the_same_answers(exhibit: str) -> None:
    """The order of tasks, the options of questions and the values in their notes are the same."""

    def skeleton(language: str) -> list[str]:
        text = (WEB / exhibit / f"{exhibit}.{language}.md").read_text(encoding="utf-8")
        items = re.findall(r"^ *- (?:\[ \]|\(\?\)|\( \)) [\w.]+|^ *- =>(?: [a-z_]+:)?", text, re.MULTILINE)
        return items + sorted(re.findall(r"\{\w+(?::%?\d)?\}", text))

    assert skeleton("en") == skeleton("zh")


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_an_unknown_task_is_refused(ask, refusal, exhibit: str) -> None:
    """The refusal names the tasks that there are."""
    ask(exhibit, "open")
    error = refusal(exhibit, "check", task="no such")
    assert error["code"] == "bad_param"
    assert error["data"]["param"] == "task"
    assert set(task_names(EXHIBITS[exhibit])) <= set(error["data"]["expected"]["options"])


def test_an_answer_that_is_no_number_is_never_right() -> None:
    """It is not equal to anything."""
    assert number_of("0.5") == 0.5
    assert not abs(number_of("half") - 0.5) < 1
