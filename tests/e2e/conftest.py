"""A real server and a real browser.

A missing browser, front end or tool fails the tests: a browser test that is passed over proves nothing.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from lab_server import LabServer, running
from playwright.sync_api import Browser, Page, expect, sync_playwright
from profiles import Profiles
from waiting import LONGEST_WAIT

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
MEDIA = {"color_scheme", "reduced_motion"}
LONGEST_WAIT_MS = 1000 * LONGEST_WAIT

# Every note that the page shows for a few seconds, also one that is gone before the test looks.
NOTES = """
window.notes = [];
new MutationObserver(() => {
  for (const note of document.querySelectorAll('[role=status] > *')) {
    if (!window.notes.includes(note.textContent)) window.notes.push(note.textContent);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""

# How many questions the page has sent to the lab over its connection, and how many were answered.
QUESTIONS = """
window.questions = { sent: 0, answered: 0 };
window.WebSocket = class extends WebSocket {
  constructor(...options) {
    super(...options);
    const questions = { sent: 0, answered: 0 };
    window.questions = this.questions = questions;
    this.addEventListener('message', () => (questions.answered += 1));
  }
  send(question) {
    this.questions.sent += 1;
    super.send(question);
  }
};
"""

# What the page has put off for a moment: timers that have not run yet. Long ones only wake it now and then.
TIMERS = """
window.putOff = new Set();
{
  const MOMENT_MS = 600;
  const { setTimeout, clearTimeout } = window;
  window.setTimeout = (run, ms = 0, ...values) => {
    const timer = setTimeout(() => {
      window.putOff.delete(timer);
      run(...values);
    }, ms);
    if (ms <= MOMENT_MS) window.putOff.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => {
    window.putOff.delete(timer);
    clearTimeout(timer);
  };
}
"""

# The welcome has been closed.
# Documents without an origin, such as about:blank, keep nothing.
WELCOMED = "if (location.origin !== 'null') localStorage.setItem('neurarium.welcome', 'seen');"

# Waits until every question is answered, nothing is put off or still being fetched, and the page looks the
# same twice; tells whether it came to that in time.
STILL = """async (longest) => {
  const look = () => document.body.innerText + location.hash;
  const atRest = async () => {
    const { sent, answered } = window.questions;
    if (sent === 0 || sent !== answered || window.putOff.size > 0) return false;
    if (document.querySelector('[aria-busy=true], main :is(.waiting, .loading)')) return false;
    const before = look();
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    return window.questions.sent === sent && window.putOff.size === 0 && look() === before;
  };
  for (const start = performance.now(); performance.now() - start < longest; ) {
    if (await atRest()) return true;
    await new Promise(requestAnimationFrame);
  }
  return false;
}"""

# Whatever moves or fades by itself comes to its end; what goes on for ever stays as it is. In the middle of a
# fade, contrasts are none that anybody has chosen.
SETTLED = """async () => {
  const ends = (each) => each.playState === 'running' && each.effect.getComputedTiming().endTime < Infinity;
  const underWay = () => document.getAnimations().filter(ends);
  for (let moving = underWay(); moving.length > 0; moving = underWay()) {
    await Promise.allSettled(moving.map((animation) => animation.finished));
  }
}"""


@pytest.fixture
def lab_server(tmp_path: Path) -> Iterator[LabServer]:
    """Return a running server with an empty data folder."""
    with running(tmp_path / "data") as server:
        yield server


@pytest.fixture
def second_server(lab_server: LabServer) -> Iterator[LabServer]:
    """Return another running server on the same data folder."""
    with running(lab_server.folder) as server:
        yield server


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the shared server: empty, if the module does not override this."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def shared_server(data_folder: Path) -> Iterator[LabServer]:
    """Return a server for all tests of a module whose exhibit leaves nothing behind.

    Such a module has a fixture `lab_server` of its own, which returns this one.
    """
    with running(data_folder) as server:
        yield server


@pytest.fixture(scope="package")
def plain_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Return a server for all modules whose exhibits keep nothing that another one shows.

    It does not get the kernels ready. Such a module has a fixture `lab_server` of its own, which returns it.
    """
    with running(tmp_path_factory.mktemp("plain"), warm_up=False) as server:
        yield server


# For this folder: as long as Playwright lives, this thread counts as being inside an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return Chromium, found on the PATH."""
    path = next(filter(None, map(which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"There is no browser for the tests: install one of {', '.join(BROWSERS)}.")
    expect.set_options(timeout=LONGEST_WAIT_MS)
    # As root, and in most containers, Chromium cannot make the sandbox around its pages. The pages of a
    # profile share a process: a new page need not compile anew what another one has. The certificates of
    # the tests are signed by nobody and count as good: excused one by one, they make each request begin anew.
    flags = ["--no-sandbox", "--process-per-site", "--ignore-certificate-errors"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def profiles(browser: Browser) -> Profiles:
    """Return the profiles that all visits use in turn."""
    return Profiles(browser)


@pytest.fixture
def visit(profiles: Profiles, lab_server: LabServer) -> Iterator[Callable[..., Page]]:
    """Return ``visit("neuron", language="en", state="", width=1440, height=900, **options)``.

    It opens an exhibit, with the state of an address' hash, in an empty browser profile, whose reader has
    closed the welcome if not `first_time`. The browser may have the lab's files in its cache; it does not
    look there if not `cached`. Options are those of Playwright's `emulate_media` and `new_context`. When the
    test ends, any error that a page threw or logged fails it.
    """
    errors: list[str] = []
    with ExitStack() as lent:

        def visit(
            exhibit: str,
            language: str = "en",
            state: str = "",
            width: int = 1440,
            height: int = 900,
            first_time: bool = False,
            cached: bool = True,
            **options: Any,
        ) -> Page:
            media = {name: options.pop(name) for name in MEDIA & options.keys()}
            options["locale"] = LANGUAGES[language]
            page = lent.enter_context(profiles.one(lab_server.origin, **options)).new_page()
            if not cached:
                browser_tools = page.context.new_cdp_session(page)
                browser_tools.send("Network.enable")
                browser_tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
            page.set_default_timeout(LONGEST_WAIT_MS)
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(**media)
            page.add_init_script(NOTES + QUESTIONS + TIMERS + ("" if first_time else WELCOMED))
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda message: _note(message, errors))
            page.goto(f"{lab_server.origin}/{exhibit}?token={lab_server.token}#{state}")
            page.get_by_role("main").locator("*").first.wait_for()
            return page

        yield visit
    assert not errors, errors


def _note(message: Any, errors: list[str]) -> None:
    # While a server is down on purpose, the browser logs that it cannot be reached.
    if message.type == "error" and not re.search(r"net::ERR_|WebSocket connection to", message.text):
        errors.append(message.text)


@pytest.fixture
def still() -> Callable[[Page], None]:
    """Return ``still(page)``: it waits until all is answered, and the page has come to rest."""

    def still(page: Page) -> None:
        assert page.evaluate(STILL, LONGEST_WAIT_MS), "the page never comes to rest"

    return still


@pytest.fixture
def switch_language() -> Callable[[Page, str], None]:
    """Return ``switch_language(page, "zh")``: the page is in the other language, by its switch."""

    def switch_language(page: Page, language: str) -> None:
        page.get_by_role("button", name=LANGUAGE_NAMES[language], exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", re.compile("^" + language))

    return switch_language


@pytest.fixture
def expect_note() -> Callable[[Page, str], None]:
    """Return ``expect_note(page, text)``: it waits for a passing note with this text in it."""

    def expect_note(page: Page, text: str) -> None:
        page.wait_for_function("text => window.notes.some((note) => note.includes(text))", arg=text)

    return expect_note


@pytest.fixture
def axe_findings() -> Callable[[Page], list[str]]:
    """Return ``axe_findings(page, part="html", colours_only=False)``: what axe has against a page.

    That is a line each; none is expected. With `part`, a CSS selector, it looks only there: where the rest of
    the page was looked at before. With `colours_only` it applies only the rules that depend on colours: where
    the page was looked at in another theme.
    """
    if not AXE.is_file():
        pytest.fail("axe-core is not installed: run npm ci in web/.")
    source = AXE.read_text(encoding="utf-8")

    def axe_findings(page: Page, part: str = "html", colours_only: bool = False) -> list[str]:
        page.evaluate(SETTLED)
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        # Fetching all styles once more is for one rule, which is not among axe's standard ones.
        options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
        if colours_only:
            options["runOnly"] = COLOUR_RULES
        # What it has nothing against stays in the page: to bring that here takes a fourth of the time.
        violations = page.evaluate(
            "([part, options]) => axe.run(part, options).then(({ violations }) => violations)",
            [part, options],
        )
        return [
            f"{violation['id']}: {violation['help']} ({node['target']}) {node['failureSummary']}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return axe_findings
