"""The exhibit `overfitting`, in a browser."""

import re
from contextlib import nullcontext

import pytest
from drawn_sets import bars, pictures
from playwright.sync_api import Page, expect

from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.store import DataSets
from neurarium.lab.datasets.upload import File

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "board": "The plane with the points",
        "fall": "Let unseen points fall",
        "yours": "You, on unseen points",
        "network": "The network, on the points that were seen",
        "panels": ("Real images", "The test set", "The weights"),
        "keep": "Keep this run (five seeds)",
        "held": "Held back, run 1",
        "held live": "right of those held back",
        "commit": "Commit to run 1, and uncover its test score",
        "yes": "Uncover",
        "test": "Test, run 1",
        "once": "was uncovered once",
        "tiny": "weights near 0, with",
    },
    "zh": {
        "board": "平面上的点",
        "fall": "让没见过的点落下来",
        "yours": "你，没见过的点",
        "network": "网络，见过的点",
        "panels": ("真实图像", "测试集", "权重"),
        "keep": "保留这次实验（五个种子）",
        "held": "实验 1，留出的",
        "held live": "留出的图像，答对",
        "commit": "选定实验 1，揭开它的测试成绩",
        "yes": "揭开",
        "test": "实验 1，测试集",
        "once": "揭开过一次",
        "tiny": "接近 0 的权重，有惩罚",
    },
}
SMALL = "images=100&width=8&epochs=2&l2=0.01"


def number(page: Page, name: str):
    """Return the openable numbers of this name."""
    return page.get_by_role("main").get_by_role("button", name=re.compile(f"^{re.escape(name)} = "))


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_visit(visit, axe_findings, language):
    """The game by keyboard, a run kept with five seeds, the test set uncovered, the weights; a reload."""
    page, words = visit("overfitting", language, state=SMALL), WORDS[language]
    board = page.get_by_role("application", name=re.compile(f"^{words['board']}"))
    fall = page.get_by_role("button", name=words["fall"])
    expect(fall).to_be_disabled()
    board.focus()
    for keys in ("ArrowLeft ArrowLeft Enter", "ArrowDown ArrowDown ArrowDown Enter", "ArrowRight Enter"):
        for key in keys.split():
            page.keyboard.press(key)
    expect(page).to_have_url(re.compile("boundary="))
    fall.click()
    expect(number(page, words["yours"])).to_be_visible()
    expect(number(page, words["network"])).to_be_visible()
    assert axe_findings(page) == []

    digits, test, weights = words["panels"]
    page.get_by_role("radio", name=digits, exact=True).check()
    expect(number(page, words["held live"]).first).to_be_visible()
    page.get_by_role("button", name=words["keep"]).click()
    expect(number(page, words["held"])).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("radio", name=test, exact=True).check()
    page.get_by_role("button", name=words["commit"]).click()
    page.get_by_role("button", name=words["yes"], exact=True).click()
    expect(number(page, words["test"])).to_be_visible()
    expect(page.get_by_role("main").get_by_text(words["once"]).first).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("radio", name=weights, exact=True).check()
    expect(number(page, words["tiny"])).to_be_visible()
    page.reload()
    expect(number(page, words["tiny"])).to_be_visible()
    assert axe_findings(page) == []


def test_a_data_set_of_ones_own(visit, lab_server):
    """It is chosen by its name, brings its size and its classes, and all of it can be learned from."""
    images, labels = bars(60)
    files = [File(*each) for each in pictures(images, labels, {3: "up", 8: "flat"}).items()]
    *_, found = read_files(files, nullcontext())
    DataSets(lab_server.folder / "datasets").save("bars", found)
    page = visit("overfitting", state="panel=digits&images=1000&width=8&epochs=2")
    page.get_by_role("combobox", name="Data set").select_option("bars")
    expect(page).to_have_url(re.compile("images=42.*dataset=bars"))
    expect(page.get_by_role("main").get_by_text("The first of 42 images")).to_be_visible()
    expect(page.get_by_role("img", name="An image with the label flat").first).to_be_visible()
    page.get_by_role("slider", name="Images").press("End")
    expect(page.get_by_role("main").get_by_text("All 50 images are learned from")).to_be_visible()
    expect(number(page, "right of those held back")).to_have_count(0)


def test_a_drawn_boundary_and_kept_runs(visit, lab_server, still):
    """A stroke becomes a boundary with few corners, which undo takes back.

    A run that is kept goes on after a server that was killed.
    """
    page = visit("overfitting", state=SMALL)
    still(page)  # all has its place
    board = page.get_by_role("application")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    corners = [(0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)]
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in [*places[1:], places[0]]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()
    expect(page.get_by_role("button", name="Let unseen points fall")).to_be_enabled()
    boundary = re.search("boundary=([^&]*)", page.url)
    assert boundary is not None
    assert 8 <= len(boundary[1].split(",")) <= 20
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Let unseen points fall")).to_be_disabled()

    page.get_by_role("radio", name="Real images", exact=True).check()
    page.get_by_role("button", name="Keep this run (five seeds)").click()
    expect(page.get_by_role("main").get_by_role("checkbox", name="Show run 1")).to_be_visible()
    lab_server.kill()
    lab_server.start()
    expect(number(page, "Held back, run 1")).to_be_visible()
    expect(page.get_by_role("button", name="Kept", exact=True)).to_be_disabled()
