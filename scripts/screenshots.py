"""Make the README's pictures: run the lab, use it as a visitor would, and keep what the screen shows.

``python -m scripts.screenshots`` writes docs/images/*.png. It needs the development environment (`make test`
sets it up), trains a network for the pictures, and takes a minute or two.
"""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from neurarium.persist import ModelStore
from neurarium.training.checkpoint import to_model
from neurarium.training.presets import PRESETS
from neurarium.training.trainer import Trainer
from scripts.setup_test_tools import find

IMAGES = Path(__file__).parents[1] / "docs" / "images"
TOKEN = "pictures"  # noqa: S105  (of a server that lives for a minute, on this machine only)
SIZE = {"width": 1280, "height": 860}
WORDS = {
    "en": {"locale": "en-US", "play": "Play", "pause": "Pause"},
    "zh": {"locale": "zh-CN", "play": "播放", "pause": "暂停"},
}
STEPS = 15  # of the pen, along a straight line
FOUR = [[(0.36, 0.14), (0.22, 0.58), (0.66, 0.58)], [(0.53, 0.36), (0.50, 0.88)]]


def train(folder: Path) -> None:
    """Train the classic network and save it where the lab looks for models."""
    from neurarium.data import mnist
    from neurarium.training import evaluate

    recipe, images = PRESETS["classic"].recipe, mnist("raw")
    trainer = Trainer(recipe.network(), recipe.dataset(images), recipe.training)
    trainer.fit()
    found = evaluate(
        trainer.network, recipe.training.loss, images.x_test, images.y_test, trainer.data.scaling
    )
    metrics = {"test_accuracy": found.accuracy, "test_loss": found.loss}
    ModelStore(folder / "models").save(to_model(recipe, trainer, name="classic", metrics=metrics))


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """Run the lab; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = (
        "import sys; from pathlib import Path; from neurarium.server import serve; "
        f"serve(port={port}, token={TOKEN!r}, open_browser=False, folder=Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        process.stderr.readline()  # it says when it listens
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def keep(page: Page, name: str) -> None:
    """Save what the page shows, with few colours: the pictures live in the source tree."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    path = IMAGES / f"{name}.png"
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(IMAGES.parents[1])}: {path.stat().st_size // 1024} kB")


def playground(page: Page, origin: str, language: str) -> None:
    """Let the spiral be learned for a while."""
    page.goto(
        f"{origin}/playground#dataset=spiral&networkShape=8,8&learningRate=0.03"
        "&sinX=true&sinY=true&x=true&y=true"
    )
    page.get_by_role("button", name=WORDS[language]["play"], exact=True).click()
    page.wait_for_timeout(9000)
    page.get_by_role("button", name=WORDS[language]["pause"], exact=True).click()
    page.wait_for_timeout(400)


def recognise(page: Page, origin: str) -> None:
    """Draw a 4."""
    page.goto(f"{origin}/recognise")
    page.wait_for_timeout(1500)
    box = page.locator(".area").bounding_box()
    assert box is not None
    for stroke in FOUR:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for (x0, y0), (x1, y1) in pairwise(places):
            for i in range(1, STEPS + 1):  # no faster than a hand
                page.mouse.move(x0 + (x1 - x0) * i / STEPS, y0 + (y1 - y0) * i / STEPS)
                page.wait_for_timeout(16)
        page.mouse.up()
    page.wait_for_timeout(2500)


def main() -> None:
    """Make all pictures, in both languages."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        train(folder)
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=["--no-sandbox"])
        with lab(folder) as origin:
            for language, words in WORDS.items():
                for name in ("playground", "recognise"):
                    page = browser.new_context(
                        locale=words["locale"],
                        color_scheme="light" if name == "playground" else "dark",
                        viewport=SIZE,  # type: ignore[arg-type]
                    ).new_page()
                    page.add_init_script("localStorage.setItem('neurarium.welcome', 'seen')")
                    page.goto(f"{origin}/?token={TOKEN}")
                    page.get_by_role("main").wait_for()  # the token has become a cookie
                    if name == "playground":
                        playground(page, origin, language)
                    else:
                        recognise(page, origin)
                    keep(page, f"{name}.{language}")
                    page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
