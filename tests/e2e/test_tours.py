"""The welcome of a first visit, and the guided tour of every exhibit."""

import re

import pytest
from playwright.sync_api import Page, expect

from neurarium.lab.exhibits import EXHIBITS

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {"tour": "Guided tour", "finish": "Finish", "close": "Got it", "welcome": "Welcome"},
    "zh": {"tour": "导览", "finish": "结束导览", "close": "知道了", "welcome": "欢迎"},
}

# The part of the page around which the ring lies; null while there is none, or still the last one.
STOP = """(last) => {
  const ring = document.querySelector('.ring')?.getBoundingClientRect();
  if (!ring) return null;
  const found = [...document.querySelectorAll('[data-tour]')].find((each) => {
    const box = each.getBoundingClientRect();
    return ['left', 'right', 'top', 'bottom'].every((side) => Math.abs(box[side] - ring[side]) < 6);
  });
  const seen = ring.bottom > 60 && ring.top < innerHeight && ring.width > 60 && ring.height > 20;
  return found && seen && found.dataset.tour !== last ? found.dataset.tour : null;
}"""


@pytest.fixture
def lab_server(plain_server):
    return plain_server


def stop(page: Page, last: str | None = None) -> str:
    """Return the part of the page to which the tour has come from the last."""
    return page.wait_for_function(STOP, arg=last).json_value()


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_a_tour_by_keyboard(visit, still, switch_language, axe_findings, exhibit):
    """It stops at parts of the live page that are in sight, at 390 pixels too, and gives the focus back.

    In both languages, on one page: a page costs more than a tour of it.
    """
    page = visit(exhibit, "zh", reduced_motion="reduce")
    seen = {}
    for language in ("zh", "en"):
        words = WORDS[language]
        if language == "en":
            page.set_viewport_size({"width": 1440, "height": 844})
            switch_language(page, language)
        start = page.get_by_role("main").get_by_role("button", name=words["tour"], exact=True)
        expect(start).to_be_enabled()
        card = page.get_by_role("dialog", name=re.compile(words["tour"]))
        last = card.get_by_role("button", name=words["finish"], exact=True)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            still(page)
            start.focus()
            page.keyboard.press("Enter")
            expect(card).to_be_visible()
            stops, findings = [stop(page)], axe_findings(page)
            while not last.count():
                text = card.inner_text()
                page.keyboard.press("ArrowRight" if len(stops) % 2 else "Enter")
                expect(card).not_to_have_text(text, use_inner_text=True)
                stops.append(stop(page, stops[-1]))
                # From here on nothing is new but the card: its texts, and on a phone its place.
                if width == 390:
                    findings += axe_findings(page, "[role=dialog]")
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert findings == [], (language, width)
            assert 4 <= len(stops) == len(set(stops)) <= 6, (language, width)
            seen[language, width] = stops
            page.keyboard.press("ArrowLeft")
            assert stop(page, stops[-1]) == stops[-2]
            page.keyboard.press("Escape")
            expect(card).to_have_count(0)
            expect(start).to_be_focused()
    assert len({tuple(stops) for stops in seen.values()}) == 1, seen


@pytest.mark.parametrize("language", WORDS)
def test_the_welcome_closes_for_good(visit, axe_findings, language):
    """A first visit is told what this is; whoever has closed that is not told again."""
    words = WORDS[language]
    page = visit("neuron", language, first_time=True, width=390)
    welcome = page.get_by_role("region", name=words["welcome"], exact=True)
    expect(welcome).to_contain_text("Neurarium")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe_findings(page) == []
    welcome.get_by_role("button", name=words["close"], exact=True).press("Enter")
    expect(welcome).to_have_count(0)
    page.reload()
    expect(page.get_by_role("main").get_by_role("button", name=words["tour"], exact=True)).to_be_enabled()
    expect(welcome).to_have_count(0)
