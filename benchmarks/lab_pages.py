"""How soon each exhibit's page answers, and each of its controls: python -m benchmarks.lab_pages.

A real server, and Chromium found on the PATH. A page is ready when its first question to the lab is answered
and drawn. A control has reacted when all that the page asked because of it is answered and drawn.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from shutil import which
from typing import Any

from benchmarks.lab_sessions import TOKEN, Server
from playwright.sync_api import Browser, Page, sync_playwright

from neurarium.lab.exhibits import EXHIBITS

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Between two pictures of the browser lie 17 ms: half of that is in each reaction on average.
PROBE = """
localStorage.setItem('neurarium.welcome', 'seen');
window.sent = 0;
window.answered = 0;
window.WebSocket = class extends WebSocket {
  constructor(...options) {
    super(...options);
    this.addEventListener('message', () => (window.answered += 1));
  }
  send(question) {
    window.sent += 1;
    super.send(question);
  }
};
const frame = () => new Promise(requestAnimationFrame);
window.drawn = async () => {
  do await frame();
  while (window.sent !== window.answered);
};
const CONTROLS = 'main :is(input[type=range], input[type=radio], input[type=checkbox], select)';
window.controls = () => [...document.querySelectorAll(CONTROLS)].map((each, index) =>
  each.checkVisibility() && !each.disabled && !(each.type === 'radio' && each.checked) ? index : -1,
).filter((index) => index >= 0);
window.react = async (index) => {
  const control = document.querySelectorAll(CONTROLS)[index];
  if (!control) return null;
  const name = control.labels?.[0]?.innerText || control.getAttribute('aria-label') || control.type;
  await window.drawn();
  const start = performance.now();
  if (control.type === 'range') {
    if (control.value === control.max) control.stepDown();
    else control.stepUp();
    control.dispatchEvent(new Event('input', { bubbles: true }));
  } else if (control.localName === 'select') {
    control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  } else control.click();
  await window.drawn();
  return [name.trim().split('\\n')[0], performance.now() - start];
};
"""


def opened(browser: Browser, origin: str, exhibit: str) -> tuple[Page, float]:
    """Open an exhibit as a first visit does; return its page and the milliseconds until it has answered."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(PROBE)
    page.goto(f"{origin}/?token={TOKEN}", wait_until="load")
    start = time.perf_counter()
    page.goto(f"{origin}/{exhibit}", wait_until="commit")
    page.wait_for_function("() => window.answered > 1 && window.sent === window.answered")
    return page, 1000 * (time.perf_counter() - start)


def reactions(browser: Browser, origin: str, exhibit: str, repeats: int) -> dict[str, float]:
    """Return the median milliseconds of each control that the page shows."""
    page, _ = opened(browser, origin, exhibit)
    page.wait_for_timeout(1000)
    times: dict[str, list[float]] = {}
    for index in page.evaluate("window.controls()"):
        for _ in range(repeats):
            if (found := page.evaluate("index => window.react(index)", index)) is None:
                break
            name, milliseconds = found
            times.setdefault(f"{index} {name}", []).append(milliseconds)
    page.context.close()
    return {name: statistics.median(found) for name, found in times.items()}


def line(browser: Browser, origin: str, exhibit: str, options: Any) -> str:
    """Return a line of the table."""
    ready = []
    for _ in range(options.repeats):
        page, milliseconds = opened(browser, origin, exhibit)
        page.context.close()
        ready.append(milliseconds)
    found = reactions(browser, origin, exhibit, options.repeats)
    slowest = max(found, key=found.__getitem__)
    cells = [
        exhibit,
        f"{statistics.median(ready):.0f}",
        len(found),
        f"{statistics.median(found.values()):.0f}",
        f"{found[slowest]:.0f} ({slowest.split(' ', 1)[1]})",
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table; all times in milliseconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lab_pages", description=__doc__)
    parser.add_argument("--exhibits", nargs="+", default=list(EXHIBITS), choices=list(EXHIBITS), metavar="ID")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    path = next(filter(None, map(which, BROWSERS)), None)
    if path is None:
        parser.error(f"there is no browser: install one of {', '.join(BROWSERS)}")
    print("| exhibit | page answers after ms | controls | ms to react: median | slowest control |")
    print("|---|---|---|---|---|")
    with Server(pages=True) as address, sync_playwright() as playwright:
        origin = address.replace("ws:", "http:").removesuffix("/ws")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        opened(browser, origin, options.exhibits[0])[0].context.close()  # the server's first page is slower
        for exhibit in options.exhibits:
            print(line(browser, origin, exhibit, options), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
