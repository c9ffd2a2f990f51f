"""What every exhibit promises whatever happens to its page: nothing that was set gets lost.

A new exhibit is tested here without a line of its own.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from full_exhibits import FULL, Full, train
from lab_server import LabServer, running
from playwright.sync_api import Page, expect
from waiting import eventually

from neurarium.lab.exhibits import EXHIBITS

pytestmark = pytest.mark.e2e

LOST = {"en": "The connection to the lab was lost", "zh": "与实验室的连接断了"}

# What is set: the address, and the values of all fields, sliders and switches.
SET = """() => [
  location.hash,
  ...Array.from(
    document.querySelectorAll('main :is(input:not([type=file]), select, textarea, [aria-pressed])'),
    (each) => [each.type, each.value, each.checked ?? null, each.getAttribute('aria-pressed')].join(),
  ),
]"""


@pytest.fixture(scope="module")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Return a server where a training has ended and was cleared away; its model is still there.

    It does not get the kernels ready, each time it comes back: nothing is trained here.
    """
    folder = tmp_path_factory.mktemp("cleared")
    train(folder)
    shutil.rmtree(folder / "runs")
    with running(folder, warm_up=False) as server:
        yield server


def change(page: Page) -> None:
    """Move the first slider of the stage, or press the first thing on it that can be chosen."""
    before = page.evaluate("location.hash")
    stage = page.get_by_role("main")
    slider = stage.locator("input[type=range]:enabled:visible")
    if slider.count():
        slider.first.press("ArrowRight")
    else:
        stage.locator("input[type=radio]:enabled:visible:not(:checked)").first.press("Space")
    page.wait_for_function("before => location.hash !== before", arg=before)


def comes_to_show(page: Page, text: str) -> None:
    """Wait until the exhibit shows exactly this text; the message of a failure has both texts."""
    with suppress(AssertionError):
        eventually(lambda: page.inner_text("main") == text, "that the page shows what it showed")
    assert page.inner_text("main") == text


# What the translation of a browser does: it puts elements of its own in the place of every text that may be
# translated.
TRANSLATE = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.translate && text.data.trim()) found.push(text);
  }
  for (const text of found) {
    const outer = document.createElement('font');
    outer.append(document.createElement('font'));
    outer.firstChild.textContent = text.data;
    text.replaceWith(outer);
  }
  return found.length;
}"""


# Formulas and code that a translation would take for words of a language.
UNTRANSLATABLE = """() => [...document.querySelectorAll('.katex, code, .explained-number')]
  .filter((each) => each.translate)
  .map((each) => each.outerHTML.slice(0, 80))"""


def outlives_a_translation(page: Page, still: Callable[[Page], None]) -> None:
    """Formulas and code are left alone; a change after a translation shows in every text all the same."""
    before = page.inner_text("main")
    expect(page.locator(".katex").first).to_be_attached()
    assert page.evaluate(UNTRANSLATABLE) == []
    assert page.evaluate(TRANSLATE) > 10
    assert page.inner_text("main") == before
    change(page)
    still(page)
    shown = page.inner_text("main")
    assert shown != before
    page.reload()
    still(page)
    comes_to_show(page, shown)


def is_taken_back_by_keyboard(page: Page, still: Callable[[Page], None], exhibit: str) -> None:
    """Ctrl-Z works where the last press left the focus, and still after another exhibit was on stage."""
    for folded in page.get_by_role("main").locator("[aria-expanded=false]:visible").all():
        folded.click()
    still(page)
    # A link may spell the same settings otherwise than the address does after a change.
    fields = page.evaluate(SET)[1:]

    def take_back() -> None:
        page.keyboard.press("Control+z")
        eventually(lambda: page.evaluate(SET)[1:] == fields, "that all is set as it was before")

    choices = page.get_by_role("main").locator("input:is([type=radio], [type=checkbox]):enabled:visible")
    taken_back = 0
    for choice in choices.all()[:12]:
        before = page.evaluate("location.hash")
        choice.press("Space")
        still(page)
        if page.evaluate("location.hash") != before:  # some only change what is looked at
            take_back()
            taken_back += 1
    assert taken_back > 0
    before = page.evaluate("location.hash")
    change(page)
    page.locator("nav.path a:not([aria-current])").first.click()
    page.wait_for_function("left => location.pathname !== '/' + left", arg=exhibit)
    page.go_back()
    page.wait_for_function("back => location.pathname === '/' + back", arg=exhibit)
    still(page)
    page.keyboard.press("Control+z")
    page.wait_for_function("before => location.hash === before", arg=before)


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_nothing_that_was_set_is_lost(visit, still, switch_language, lab_server, exhibit):
    """It outlives another language, which is remembered, a reload, and a server that dies and comes back.

    Neither a browser's translation nor the keyboard's way back loses anything. A page costs more than what is
    done on it: so all of this happens on the same two.
    """
    visits = []
    for language, other in (("en", "zh"), ("zh", "en")):
        page = visit(exhibit, language, FULL.get(exhibit, Full()).state)
        still(page)
        if language == "en":
            outlives_a_translation(page, still)
        change(page)
        still(page)
        was_set = page.evaluate(SET)

        switch_language(page, other)
        still(page)
        assert page.evaluate(SET) == was_set, language
        shown = page.inner_text("main")

        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", re.compile("^" + other))
        still(page)
        assert page.evaluate(SET) == was_set, language
        comes_to_show(page, shown)
        visits.append((page, other, was_set, shown))

    lab_server.kill()
    for page, language, *_ in visits:
        expect(page.get_by_text(LOST[language]).first).to_be_visible()
    lab_server.start()
    for page, language, was_set, shown in visits:
        expect(page.get_by_text(LOST[language])).to_have_count(0)
        still(page)
        assert page.evaluate(SET) == was_set, language
        comes_to_show(page, shown)
        change(page)
    still(page)
    is_taken_back_by_keyboard(page, still, exhibit)
