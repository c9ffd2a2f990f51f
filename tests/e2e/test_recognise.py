"""The exhibit `recognise`, in a browser, with a network that was really trained."""

import io
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from neurarium.engine import MLP, Scaling
from neurarium.persist import Model, ModelStore
from neurarium.training import Dataset, TrainConfig, Trainer

pytestmark = pytest.mark.e2e

Strokes = Sequence[Sequence[tuple[float, float]]]

# In the drawing area's own unit, 400 x 300.
SEVEN: Strokes = [[(120, 60), (270, 60), (180, 260)]]
FOUR: Strokes = [[(170, 40), (110, 160), (250, 160)], [(215, 100), (205, 260)]]
ONE: Strokes = [[(200, 40), (200, 260)]]

# What the page calls things, in its two languages.
WORDS = {
    "en": {
        "bars": "How sure the network is of each digit",
        "clear": "Clear",
        "undo": "Undo stroke",
        "centre": "13 Centre of mass",
        "network": "Through the network",
        "why": "Why 7 and not",
        "sum": "sum of all shares",
        "gap": "gap between 7 and",
        "own": "My digits",
        "wrong": "It is wrong …",
        "off": "Without it:",
        "no_ink": "There is nothing written here.",
        "bad_image": "This picture cannot be read: ",
        "train": "Train a network",
        "waiting": "The answer appears while you write.",
    },
    "zh": {
        "bars": "网络对每个数字有多大把握",
        "clear": "清空",
        "undo": "撤销一笔",
        "centre": "13 重心居中",
        "network": "穿过网络",
        "why": "为什么是 7 不是",
        "sum": "全部贡献之和",
        "gap": "7 与",
        "own": "我的数字",
        "wrong": "认错了……",
        "off": "不做这步：",
        "no_ink": "这里什么都没写。",
        "bad_image": "这张图片读不出来",
        "train": "训练一个网络",
        "waiting": "边写边出答案。",
    },
}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, raw_mnist) -> Path:
    """The file of a network that has learned from MNIST for one epoch."""
    network = MLP([784, 128, 10], seed=0)
    data = Dataset(raw_mnist.x_train[:20_000], raw_mnist.y_train[:20_000], scaling=Scaling.unit())
    Trainer(network, data, TrainConfig(epochs=1)).fit()
    model = Model(network, scaling=Scaling.unit(), name="quick", metrics={"test_accuracy": 0.93})
    return ModelStore(tmp_path_factory.mktemp("trained")).save(model)


@pytest.fixture
def lab_server(request, shared_server, trained):
    """A server with that network, or (asked for by the parameter "empty") with none."""
    models = shared_server.folder / "models"
    shutil.rmtree(models, ignore_errors=True)
    if getattr(request, "param", "stocked") == "stocked":
        models.mkdir(parents=True)
        shutil.copy(trained, models)
    return shared_server


def draw(page: Page, strokes: Strokes) -> None:
    """Draw with the mouse."""
    area = page.locator(".area")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    scale = box["width"] / 400
    for (x, y), *rest in strokes:
        page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)
        page.mouse.down()
        for to_x, to_y in rest:
            page.mouse.move(box["x"] + to_x * scale, box["y"] + to_y * scale, steps=8)
        page.mouse.up()


def answer(page: Page) -> Locator:
    return page.locator(".said .digit")


def bars(page: Page, words: dict[str, str]) -> Locator:
    return page.get_by_role("list", name=words["bars"]).get_by_role("listitem")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_draws_a_digit_and_is_answered(visit, axe_findings, language):
    """A 7 drawn with the mouse is read as 7, step by step; its reasons sum to the gap; a unit is silenced."""
    page, words = visit("recognise", language), WORDS[language]
    expect(page.get_by_text(words["waiting"])).to_be_visible()
    draw(page, SEVEN)
    expect(answer(page)).to_have_text("7")
    expect(bars(page, words)).to_have_count(10)
    expect(page.locator(".look canvas")).to_have_count(13)
    expect(page.get_by_text(words["off"]).first).to_be_visible()
    assert axe_findings(page) == []

    page.get_by_role("radio", name=re.compile("^" + words["why"])).check()
    total = page.get_by_role("button", name=re.compile("^" + words["sum"])).first
    gap = page.get_by_role("button", name=re.compile("^" + words["gap"]))
    expect(total).to_have_text(gap.inner_text())
    assert axe_findings(page) == []

    page.get_by_role("radio", name=words["network"]).check()
    expect(page).to_have_url(re.compile("panel=network"))
    page.locator(".chip").first.click()
    card = page.locator("section.card")
    expect(card.locator("table")).to_be_visible()
    card.get_by_role("switch").press("Space")
    expect(page).to_have_url(re.compile(r"silenced=0\.\d+"))
    expect(page.locator(".altered")).to_be_visible()
    assert axe_findings(page) == []

    page.get_by_role("button", name=words["clear"], exact=True).click()
    expect(page.get_by_text(words["waiting"])).to_be_visible()


def test_a_step_switched_off_is_in_the_address(visit):
    """Switching centring off changes what is read, is undone, and opens again from a link."""
    page = visit("recognise")
    draw(page, FOUR)
    expect(answer(page)).to_be_visible()
    page.get_by_role("switch", name=WORDS["en"]["centre"]).press("Space")
    expect(page).to_have_url(re.compile("off=centre"))
    expect(page.locator(".plain")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".plain")).not_to_be_visible()
    linked = visit("recognise", state="off=centre,crop&panel=steps")
    draw(linked, FOUR)
    expect(linked.get_by_role("switch", name=WORDS["en"]["centre"])).not_to_be_checked()


def test_a_drawing_is_in_the_address(visit):
    """What is drawn survives a reload, is undone with the other changes, and opens again from a link."""
    page = visit("recognise")
    draw(page, SEVEN)
    expect(answer(page)).to_have_text("7")
    expect(page).to_have_url(re.compile("ink="))
    page.reload()
    expect(page.locator(".area path.ink")).to_have_count(1)
    expect(answer(page)).to_have_text("7")
    linked = visit("recognise", state=page.url.partition("#")[2])
    expect(answer(linked)).to_have_text("7")
    shares = [bars(each, WORDS["en"]).all_inner_texts() for each in (page, linked)]
    assert shares[0] == shares[1]
    draw(linked, [[(60, 60), (60, 200)]])
    expect(linked.locator(".area path.ink")).to_have_count(2)
    linked.get_by_role("button", name="Undo", exact=True).click()
    expect(linked.locator(".area path.ink")).to_have_count(1)
    linked.get_by_role("button", name="Undo", exact=True).press("Control+z")
    expect(linked.locator(".area path.ink")).to_have_count(1)  # the link's own drawing is the beginning


def test_writes_with_the_keyboard(visit, axe_findings):
    """The arrow keys move the pen and the space bar puts it down: a 1 is written and read."""
    page = visit("recognise")
    area = page.get_by_role("application", name=re.compile("^Drawing area"))
    area.focus()
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(answer(page)).to_have_text("1")
    assert axe_findings(page) == []
    page.keyboard.press("Backspace")
    expect(page.get_by_text(WORDS["en"]["waiting"])).to_be_visible()


def test_strokes_are_taken_back(visit):
    """The last stroke is undone alone; a single dot is no digit, and says so."""
    page, words = visit("recognise"), WORDS["en"]
    draw(page, FOUR)
    expect(page.locator(".area path.ink")).to_have_count(2)
    page.get_by_role("button", name=words["undo"]).click()
    expect(page.locator(".area path.ink")).to_have_count(1)
    page.get_by_role("button", name=words["clear"], exact=True).click()
    draw(page, [[(200, 150)]])
    expect(page.get_by_text(words["no_ink"])).to_be_visible()


def test_drawing_with_a_finger_does_not_scroll(visit):
    """On a phone the drawing area takes all touches for itself."""
    page = visit("recognise", width=390, height=844, has_touch=True)
    area = page.locator(".area")
    assert area.evaluate("e => getComputedStyle(e).touchAction") == "none"
    draw(page, SEVEN)
    expect(answer(page)).to_have_text("7")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_pen_comes_before_the_palm(visit):
    """A palm's mark goes when the pen comes, and touches draw no more; two fingers leave no line."""
    page = visit("recognise", has_touch=True)
    box = page.locator(".area").bounding_box()
    assert box is not None
    scale = box["width"] / 400
    ink = page.locator(".area path.ink")
    devices = page.context.new_cdp_session(page)

    def at(x: float, y: float) -> dict[str, float]:
        return {"x": box["x"] + x * scale, "y": box["y"] + y * scale}

    def touch(kind: str, *spots: tuple[float, float]) -> None:
        points = [at(*spot) | {"id": i} for i, spot in enumerate(spots)]
        devices.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pen(kind: str, x: float, y: float) -> None:
        hold = {"button": "left", "buttons": 1, "clickCount": 1, "pointerType": "pen"}
        devices.send("Input.dispatchMouseEvent", {"type": kind, **hold, **at(x, y)})

    touch("touchStart", (100, 100))
    touch("touchMove", (120, 150))
    expect(ink).to_have_count(1)
    touch("touchStart", (120, 150), (300, 150))
    expect(ink).to_have_count(0)
    touch("touchMove", (120, 200), (300, 200))
    touch("touchEnd")
    expect(ink).to_have_count(0)

    touch("touchStart", (350, 280))
    touch("touchMove", (360, 290))
    expect(ink).to_have_count(1)
    (x, y), *rest = SEVEN[0]
    pen("mousePressed", x, y)
    for to_x, to_y in rest:
        for step in range(1, 9):
            pen("mouseMoved", x + (to_x - x) * step / 8, y + (to_y - y) * step / 8)
        x, y = to_x, to_y
    touch("touchMove", (370, 295))
    touch("touchEnd")
    pen("mouseReleased", x, y)
    expect(ink).to_have_count(1)
    expect(answer(page)).to_have_text("7")
    touch("touchStart", (30, 30))
    touch("touchMove", (60, 90))
    touch("touchEnd")
    expect(ink).to_have_count(1)

    page.get_by_role("button", name="Clear", exact=True).click()
    touch("touchStart", (200, 40))
    touch("touchMove", (200, 260))
    touch("touchEnd")
    expect(answer(page)).to_have_text("1")


def test_a_finger_on_the_drawing_area_moves_nothing_else(visit):
    """A touch that moves there is prevented from scrolling, also where `touch-action` is not known."""
    page = visit("recognise", has_touch=True)
    page.locator(".area").wait_for()
    assert page.evaluate("""() => {
      const move = new TouchEvent('touchmove', { cancelable: true, bubbles: true });
      document.querySelector('.area').dispatchEvent(move);
      return move.defaultPrevented;
    }""")


def test_canvases_stay_sharp(visit):
    """When the page comes to a finer screen, what is drawn has as many pixels as it."""
    page = visit("recognise", state="panel=network")
    draw(page, SEVEN)
    canvas = page.locator(".look canvas").first
    canvas.wait_for()
    screen = page.context.new_cdp_session(page)
    for ratio in (1, 2):  # as when somebody zooms: fewer pixels of CSS fit into the window
        metrics = {"width": 1440 // ratio, "height": 900 // ratio, "mobile": False}
        screen.send("Emulation.setDeviceMetricsOverride", {**metrics, "deviceScaleFactor": ratio})
        page.wait_for_function(
            "ratio => [...document.querySelectorAll('.look canvas')].some("
            "(each) => Math.abs(each.width - ratio * each.clientWidth) <= 1)",
            arg=ratio,
        )


def test_opens_a_picture(visit, raw_mnist):
    """A picture of two digits is opened and read from the left; what is no picture says so."""
    first, second = (raw_mnist.x_test[i].reshape(28, 28) for i in (0, 1))  # a 7 and a 2
    sheet = np.kron(np.hstack([first, second]), np.ones((6, 6), np.uint8))
    file = io.BytesIO()
    Image.fromarray(255 - np.pad(sheet, 40)).save(file, "PNG")
    page, words = visit("recognise"), WORDS["en"]
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "two.png", "mimeType": "image/png", "buffer": file.getvalue()})
    expect(page.locator("rect.box")).to_have_count(2)
    expect(page.locator(".found button")).to_have_count(2)
    expect(answer(page)).to_have_text("7")
    page.locator(".found button").nth(1).click()
    expect(answer(page)).to_have_text("2")
    chooser.set_input_files({"name": "no.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_text(words["bad_image"])).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_correction_is_kept(visit, language):
    """What is said to be wrong is among the learner's own digits, also after a reload, and can be deleted."""
    page, words = visit("recognise", language), WORDS[language]
    draw(page, SEVEN)
    expect(answer(page)).to_have_text("7")
    page.get_by_role("button", name=words["wrong"]).click()
    page.locator(".keys").get_by_role("button", name="1", exact=True).click()
    page.get_by_role("radio", name=words["own"]).check()
    expect(page.locator(".own li")).to_contain_text("1 → 7")
    page.reload()
    expect(page.locator(".own li")).to_have_count(1)
    page.locator(".own li button").click()
    page.locator(".own .tools button").first.click()
    expect(page.locator(".own li")).to_have_count(0)


# From now on it is noted whether the page shows progress, however briefly.
NOTE_PROGRESS = """() => {
  window.progress = false;
  new MutationObserver(() => {
    window.progress ||= document.querySelector('progress, [role=progressbar]')?.checkVisibility() ?? false;
  }).observe(document.body, { subtree: true, childList: true });
}"""


@pytest.mark.parametrize("lab_server", ["empty"], indirect=True)
def test_without_a_model_it_offers_to_train(visit, axe_findings):
    """With nothing trained one can draw at once; a press on the button trains, and the drawing is read."""
    page = visit("recognise")
    draw(page, ONE)
    button = page.get_by_role("button", name=WORDS["en"]["train"])
    expect(button).to_be_visible()
    assert axe_findings(page) == []
    page.evaluate(NOTE_PROGRESS)
    button.click()
    expect(answer(page)).to_have_text("1")
    assert page.evaluate("window.progress")
    expect(page.get_by_role("banner")).to_contain_text("trained")


def test_a_lost_connection_comes_back(visit, lab_server):
    """The drawing survives the server: when it is back, it is read again."""
    page = visit("recognise")
    draw(page, SEVEN)
    expect(answer(page)).to_have_text("7")
    lab_server.kill()
    lab_server.start()
    expect(page.get_by_text("The connection to the lab was lost")).not_to_be_visible()
    page.get_by_role("radio", name=re.compile("^Why 7")).check()
    expect(page.get_by_role("button", name=re.compile("^sum of all shares")).first).to_be_visible()
    expect(answer(page)).to_have_text("7")


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_what_opens_is_accessible(visit, axe_findings, language, theme):
    """A unit's card, its numbers, the ten keys, own digits, an answered question: axe finds nothing."""
    page, words = visit("recognise", language, state="panel=network", color_scheme=theme), WORDS[language]
    draw(page, SEVEN)
    page.locator(".chip").first.click()
    pixel = page.locator("section.card table").get_by_role("button").first
    pixel.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("engine/scaling.py")
    expect(dialog).to_contain_text(re.compile(r"Keras.*x = \(image\.reshape\(1, 784\) - 0\) \* 0\.0039"))
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()

    page.get_by_role("button", name=words["wrong"]).click()
    expect(page.locator(".keys")).to_be_visible()
    page.get_by_role("radio", name=words["own"]).check()
    page.locator(".keys").get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".own li")).to_have_count(1)
    question = page.locator("aside form").first
    question.get_by_role("radio").first.check()
    question.locator("[type=submit]").click()
    expect(question.locator(".outcome")).to_be_visible()
    assert axe_findings(page) == []
    page.locator(".own li button").click()
    page.locator(".own .tools button").first.click()
    expect(page.locator(".own li")).to_have_count(0)
