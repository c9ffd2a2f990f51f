"""How soon a point under the hand appears in `compare`: python -m benchmarks.lab_points.

784-32-10, 6,000 images, three epochs, while the sweep is trained: from the movement of the slider to the
picture that shows the point's first accuracy. A real server, and Chromium found on the PATH.
"""

import argparse
import statistics
from collections.abc import Iterator, Sequence
from os import getloadavg
from shutil import which

from benchmarks.lab_pages import BROWSERS, opened
from benchmarks.lab_sessions import Server
from playwright.sync_api import Page, sync_playwright

SWEEP = "knob=learning_rate&hidden=32&limit=6000&epochs=3&seeds=10"

# Moves the slider to a place; returns the milliseconds until its accuracy is drawn, or null if it was there.
LOOK = """async (place) => {
  const slider = document.querySelector('.look input[type=range]');
  const said = () => document.querySelector('.look [role=status]').textContent.includes('%');
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const start = performance.now();
  slider.value = String(place);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  await Promise.resolve();
  if (said()) return null;
  while (!said()) await frame();
  return performance.now() - start;
}"""


def times(page: Page, origin: str, sweeps: range) -> Iterator[float]:
    """Yield the milliseconds of each point that was not there when it was looked at."""
    for i in sweeps:
        page.goto(f"{origin}/compare#{SWEEP}&l2={i / 1e6}")  # each number is a sweep of its own
        page.reload()
        page.locator("[data-tour=start] button").click()
        page.locator(".look [role=status]").wait_for()
        for place in (7, 5, 3, 1):  # those that a grid from coarse to fine comes to last
            if (found := page.evaluate(LOOK, place)) is not None:
                yield found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the median and the slowest of ten."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lab_points", description=__doc__)
    parser.add_argument("--sweeps", type=int, default=20)
    options = parser.parse_args(arguments)
    path = next(filter(None, map(which, BROWSERS)), None)
    if path is None:
        parser.error(f"there is no browser: install one of {', '.join(BROWSERS)}")
    before = getloadavg()[0]
    with Server(pages=True) as address, sync_playwright() as playwright:
        origin = address.replace("ws:", "http:").removesuffix("/ws")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page, _ = opened(browser, origin, "compare")
        list(times(page, origin, range(1, 2)))  # the first training of a server is slower
        found = sorted(times(page, origin, range(2, 2 + options.sweeps)))
        browser.close()
    print(
        f"{len(found)} points: median {statistics.median(found):.0f} ms, "
        f"nine of ten within {found[int(0.9 * (len(found) - 1))]:.0f} ms, slowest {found[-1]:.0f} ms; "
        f"load before {before:.1f}"
    )


if __name__ == "__main__":
    main()
