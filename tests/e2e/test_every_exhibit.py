"""What every exhibit promises: it fits, it is accessible, and nothing that was set gets lost.

A new exhibit is tested here without a line of its own; one that shows more after something was done gets an
address in `FULL`.
"""

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lab_server import running
from playwright.sync_api import Page, expect
from waiting import eventually

from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits import EXHIBITS

pytestmark = pytest.mark.e2e

LANGUAGES = {"en": "English", "zh": "中文"}
LOST = {"en": "The connection to the lab was lost", "zh": "与实验室的连接断了"}


@dataclass(frozen=True)
class Full:
    """An address at which an exhibit shows much, and what it shows there, in either language."""

    state: str = ""
    role: Any = "heading"
    name: str = "."


FULL = {
    "activations": Full("z=1", "button", r"^sigmoid(: f\(z\)| 的 f\(z\)) = 0\.73"),
    "optimizers": Full("problem=network&step=60&follow=adam", "button", "^(variance that|平面解释)"),
    "gradient-flow": Full("train=true", "button", r"^(mended: loss at the end|治好：最后的损失) = "),
    "data": Full("panel=together", "button", r"^(never lit|从来不亮) = 67"),
    "neuron": Full("bias=-0.2", "button", r"^(output|输出) = 0\.55"),
    "perceptron": Full("truth=0,1,1,0&step=7&layer=true", "heading", "^(By hand|手工设定)$"),
    "overfitting": Full(
        "panel=weights&images=100&width=8&epochs=2&l1=0.001",
        "button",
        "^(weights near 0, with|接近 0 的权重，有)",
    ),
    "playground": Full(
        "networkShape=8,8,8,8,8,8&discretize=true", "button", "^(Neuron 8 of layer 6|第 6 层第 8 个神经元)"
    ),
    "train": Full("", "heading", "^(Which digits are mixed up|哪些数字会弄混)$"),
    # A seven is drawn.
    "recognise": Full(
        "panel=why&ink=gPwHoGAoGAoGAvCwFvCwFjDgHjDgH", "button", "^(sum of all shares|全部贡献之和)"
    ),
}

# What is set: the address, and the values of all fields, sliders and switches.
SET = """() => [
  location.hash,
  ...Array.from(
    document.querySelectorAll('main :is(input:not([type=file]), select, textarea, [aria-pressed])'),
    (each) => [each.type, each.value, each.checked ?? null, each.getAttribute('aria-pressed')].join(),
  ),
]"""


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which a training has ended: what `train` shows and `recognise` reads with."""
    folder = tmp_path_factory.mktemp("finished")
    workspace = Workspace(folder)
    lab = Lab(workspace)
    # So many layers that their names have little room.
    settings = {"layers": [32, 24, 24, 16, 16], "limit": 4000, "epochs": 4}
    for op, params in (("open", settings), ("start", {"name": "finished"})):
        reply = lab.handle({"id": 1, "exhibit": "train", "op": op, "params": params})
        assert reply["ok"], reply
    while workspace.runs.advance(1000):
        pass
    workspace.close()
    return folder


@pytest.fixture(scope="module")
def cleared_server(data_folder, tmp_path_factory):
    """Return a server without the training, as after it was cleared away; its model is still there.

    The tests that name it visit its pages.
    """
    folder = tmp_path_factory.mktemp("cleared") / "data"
    shutil.copytree(data_folder, folder, ignore=lambda _, names: {"runs"} & set(names))
    with running(folder) as server:
        yield server


@pytest.fixture
def lab_server(request):
    name = "cleared_server" if "cleared_server" in request.fixturenames else "shared_server"
    return request.getfixturevalue(name)


@pytest.fixture
def show(visit, still):
    """Return ``show(exhibit, language)``: its page, with much on it."""

    def show(exhibit: str, language: str, **options: Any) -> Page:
        full = FULL.get(exhibit, Full())
        page = visit(exhibit, language, full.state, **options)
        shown = page.get_by_role("main").get_by_role(full.role, name=re.compile(full.name))
        expect(shown.first).to_be_visible()
        still(page)
        return page

    return show


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


# Texts of a picture that are printed over each other; choices and tables that are cut off.
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_it_can_be_read_fits_and_is_accessible(show, still, axe_findings, exhibit, language):
    """At each width, in each theme, no text is hidden, torn, cut off or too wide; axe finds nothing."""
    page = show(exhibit, language)
    unreadable, too_wide, inaccessible, papers = {}, {}, {}, set()
    turn = page.get_by_role("navigation").locator("button[aria-expanded]")
    for width, turned in ((1440, False), (1024, False), (1024, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 844})
        if turned:  # the list of exhibits unfolded, or folded
            turn.click()
        still(page)
        if found := page.evaluate(UNREADABLE) + page.evaluate(TORN):
            unreadable[width, turned] = found
    page.set_viewport_size({"width": 1024, "height": 900})
    turn.click()
    page.emulate_media(reduced_motion="reduce")
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            still(page)
            papers.add(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
            if (reached := page.evaluate("document.documentElement.scrollWidth")) > width:
                too_wide[width, theme] = reached
            # Between the themes nothing differs but the colours.
            if found := axe_findings(page, colours_only=theme == "dark"):
                inaccessible[width, theme] = found
    assert unreadable == {}
    assert too_wide == {}
    assert inaccessible == {}
    assert len(papers) == 2  # it did change its theme


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


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_notes_are_in_nobodys_way(show, exhibit):
    """A note lies over no control; on a phone over the top bar alone, and presses go through it."""
    page = show(exhibit, "en")
    share = page.get_by_role("banner").get_by_role("button", name=re.compile("^Share"))
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = eventually(lambda: share.click() or page.evaluate(UNDER_NOTE), "a note on show")
        assert found["blocked"] == []
        if width > 390:
            assert found["covered"] == []


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


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_a_browsers_translation_breaks_no_number(visit, still, cleared_server, exhibit):
    """Formulas and code are left alone; a change after a translation shows in every text all the same."""
    page = visit(exhibit, state=FULL.get(exhibit, Full()).state)
    still(page)
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


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_the_keyboard_takes_back(visit, still, cleared_server, exhibit):
    """Ctrl-Z works where the last press left the focus, and still after another exhibit was on stage."""
    page = visit(exhibit, state=FULL.get(exhibit, Full()).state)
    still(page)
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
def test_nothing_that_was_set_is_lost(visit, still, cleared_server, exhibit):
    """It outlives another language, which is remembered, a reload, and a server that dies and comes back."""
    visits = []
    for language, other in (("en", "zh"), ("zh", "en")):
        page = visit(exhibit, language, FULL.get(exhibit, Full()).state)
        still(page)
        change(page)
        still(page)
        was_set = page.evaluate(SET)

        page.get_by_role("button", name=LANGUAGES[other], exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", re.compile("^" + other))
        still(page)
        assert page.evaluate(SET) == was_set, language
        shown = page.inner_text("main")

        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", re.compile("^" + other))
        still(page)
        assert page.evaluate(SET) == was_set, language
        comes_to_show(page, shown)
        visits.append((page, other, was_set, shown))

    cleared_server.kill()
    for page, language, *_ in visits:
        expect(page.get_by_text(LOST[language]).first).to_be_visible()
    cleared_server.start()
    for page, language, was_set, shown in visits:
        expect(page.get_by_text(LOST[language])).to_have_count(0)
        still(page)
        assert page.evaluate(SET) == was_set, language
        comes_to_show(page, shown)
        change(page)
