"""How soon 70,000 digits answer, and how smoothly they scroll: python -m benchmarks.lab_digits.

The nearest images are asked of the lab itself. The grid scrolls in Chromium, found on the PATH, by 60 pixels
with each picture that the browser draws: fast enough for new digits to come in all the time.
"""

import statistics
import tempfile
import time
from pathlib import Path
from shutil import which
from typing import Any

from benchmarks.lab_pages import BROWSERS, opened
from benchmarks.lab_sessions import Server
from playwright.sync_api import sync_playwright

from neurarium.engine import MLP, Scaling
from neurarium.lab import Lab, Workspace
from neurarium.persist import Model, ModelStore

IMAGES = 60
SCROLL = """
async () => {
  const grid = document.querySelector('main [role=slider]');
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  const end = before + 5000;
  while (before < end) {
    grid.scrollTop += 60;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  return times;
}
"""


def neighbours(folder: Path) -> list[float]:
    """Return the milliseconds of each answer: the nearest in pixels and in a hidden layer of 128."""
    network = MLP([784, 128, 10])
    ModelStore(folder / "models").save(Model(network, scaling=Scaling.unit(), name="fresh"))
    lab = Lab(Workspace(folder))

    def ask(op: str, **params: object) -> Any:
        reply = lab.handle({"id": 1, "exhibit": "data", "op": op, "params": params})
        return reply["data"]

    ask("open")
    while ask("look")["share"] < 1:
        pass
    times = []
    for image in range(IMAGES):
        start = time.perf_counter()
        ask("configure", image=60_000 + image)
        ask("seen")
        times.append(1000 * (time.perf_counter() - start))
    return times


def frames() -> list[float]:
    """Return the milliseconds between two pictures while the grid scrolls."""
    path = next(filter(None, map(which, BROWSERS)))
    with Server(pages=True) as address, sync_playwright() as playwright:
        origin = address.replace("ws:", "http:").removesuffix("/ws")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page, _ = opened(browser, origin, "data")
        page.wait_for_timeout(2000)
        found: list[float] = page.evaluate(SCROLL)
        browser.close()
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        rows = {"the nearest images": neighbours(Path(folder)), "a picture while scrolling": frames()}
    print("| milliseconds | median | 95 of 100 | worst |")
    print("|---|---|---|---|")
    for name, times in rows.items():
        times.sort()
        figures = statistics.median(times), times[len(times) * 95 // 100], times[-1]
        print("| " + " | ".join([name, *(f"{figure:.0f}" for figure in figures)]) + " |")
