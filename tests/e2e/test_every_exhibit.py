"""What every exhibit promises to the eye: it can be read, it fits, it is accessible.

A new exhibit is tested here without a line of its own; one that shows more after something was done gets an
address in `FULL`.
"""

import re
from pathlib import Path

import pytest
from full_exhibits import FULL, Full, train
from playwright.sync_api import Page, expect
from waiting import eventually

from neurarium.lab.exhibits import EXHIBITS

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which a training has ended."""
    folder = tmp_path_factory.mktemp("finished")
    train(folder)
    return folder


@pytest.fixture
def lab_server(shared_server):
    return shared_server


# Texts of a picture printed over each other; choices, tables, and formulas of the lesson, that are cut off.
UNREADABLE = """() => {
  const found = [];
  for (const picture of document.querySelectorAll('main svg')) {
    const texts = [...picture.querySelectorAll('text')].filter(
      (each) => each.checkVisibility() && each.textContent.trim() !== '',
    );
    const boxes = texts.map((each) => each.getBoundingClientRect());
    for (let i = 0; i < texts.length; i++) {
      for (let j = 0; j < i; j++) {
        const width = Math.min(boxes[i].right, boxes[j].right) - Math.max(boxes[i].left, boxes[j].left);
        const height = Math.min(boxes[i].bottom, boxes[j].bottom) - Math.max(boxes[i].top, boxes[j].top);
        if (width > 2 && height > 4) found.push(`"${texts[j].textContent}" under "${texts[i].textContent}"`);
      }
    }
  }
  for (const choice of document.querySelectorAll('main .speed select')) {
    const free = choice.cloneNode(true);
    free.style.cssText = 'position: absolute; width: auto; max-width: none; visibility: hidden';
    choice.parentElement.append(free);
    if (choice.offsetWidth < free.offsetWidth - 1) found.push(`cut off: ${choice.title}`);
    free.remove();
  }
  for (const table of document.querySelectorAll('main table')) {
    const room = table.parentElement;
    const cut = table.offsetWidth > room.clientWidth + 1;
    if (cut) found.push(`cut off: ${table.innerText}`);
  }
  for (const formula of document.querySelectorAll('main .prose div.tex')) {
    if (formula.scrollWidth > formula.clientWidth + 1) found.push(`cut off: ${formula.textContent}`);
  }
  return found;
}"""


# Chinese marks that begin a line: they belong to the end of the one above.
TORN = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    let block = text.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    if (!block.checkVisibility() || block.closest('.katex, svg')) continue;
    if (getComputedStyle(block).writingMode !== 'horizontal-tb') continue;
    for (const { index } of text.data.matchAll(/[，。；：、！？）”》]/g)) {
      const mark = document.createRange();
      mark.setStart(text, index);
      mark.setEnd(text, index + 1);
      const { left, top, bottom, width } = mark.getBoundingClientRect();
      const before = document.createRange();
      before.setStart(block, 0);
      before.setEnd(text, index);
      const boxes = [...before.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
      const beside = boxes.some((box) => box.left < left && box.top < bottom - 4 && top + 4 < box.bottom);
      if (width > 0 && boxes.length > 0 && !beside)
        found.push(`begins a line: "${text.data.slice(index, index + 12)}" in "${block.innerText}"`);
    }
  }
  return found;
}"""


# The controls in the window that a note on show lies over, and those whose middle it would take a press from;
# null if no note is on show.
UNDER_NOTE = """() => {
  const note = document.querySelector('.toast')?.getBoundingClientRect();
  if (!note) return null;
  const found = { covered: [], blocked: [] };
  for (const control of document.querySelectorAll('button, a, input, select, textarea, [tabindex="0"]')) {
    const box = control.getBoundingClientRect();
    if (control.closest('.toast') || !control.checkVisibility() || box.width === 0) continue;
    const apart = box.right <= note.left || note.right <= box.left || box.bottom <= note.top;
    if (!apart && box.top < note.bottom) found.covered.push(control.outerHTML.slice(0, 80));
    const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (there?.closest('.toasts')) found.blocked.push(control.outerHTML.slice(0, 80));
  }
  return found;
}"""


def notes_are_in_nobodys_way(page: Page) -> None:
    """A note lies over no control; on a phone over the top bar alone, and presses go through it."""
    share = page.get_by_role("banner").get_by_role("button", name=re.compile("^Share"))
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = eventually(lambda: share.click() or page.evaluate(UNDER_NOTE), "a note on show")
        assert found["blocked"] == [], width
        if width > 390:
            assert found["covered"] == [], width


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_it_can_be_read_fits_and_is_accessible(visit, still, switch_language, axe_findings, exhibit):
    """At each width, in each theme and language, no text is hidden, torn or too wide; axe finds nothing.

    Neither does a note hide anything. A page costs more than a look at it: so all this is one visit.
    """
    full = FULL.get(exhibit, Full())
    page = visit(exhibit, "zh", full.state, reduced_motion="reduce")
    shown = page.get_by_role("main").get_by_role(full.role, name=re.compile(full.name))
    expect(shown.first).to_be_visible()
    unreadable, too_wide, inaccessible, papers = {}, {}, {}, set()
    turn = page.get_by_role("navigation").locator("button[aria-expanded]")
    for language in ("zh", "en"):
        if language == "en":
            page.set_viewport_size({"width": 1440, "height": 900})
            switch_language(page, language)
        for width in (1440, 1024, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                still(page)
                papers.add(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                if (reached := page.evaluate("document.documentElement.scrollWidth")) > width:
                    too_wide[language, width, theme] = reached
                # Between the themes nothing differs but the colours.
                if found := axe_findings(page, colours_only=theme == "dark"):
                    inaccessible[language, width, theme] = found
            for turned in (False, True) if width == 1024 else (False,):
                if turned:  # the list of exhibits unfolded, or folded; and back
                    turn.click()
                    still(page)
                if found := page.evaluate(UNREADABLE) + page.evaluate(TORN):
                    unreadable[language, width, turned] = found
                if turned:
                    turn.click()
    assert unreadable == {}
    assert too_wide == {}
    assert inaccessible == {}
    assert len(papers) == 2  # it did change its theme
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    notes_are_in_nobodys_way(page)
