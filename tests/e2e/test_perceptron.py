"""The exhibit `perceptron`, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

# What the page calls things, in its two languages.
WORDS = {
    "en": {
        "play": "Play",
        "step": "One step",
        "back": "One step back",
        "pass": "One pass",
        "mistakes": "mistakes",
        "fast": "fast",
        "speed": "Speed",
        "xor": "XOR",
        "proof": "Proof by replay: it never learns this",
        "layer": "Add one hidden layer",
        "try": "Try 100 seeds",
        "stop": "Stop",
        "go_on": "Go on",
        "progress": r"(\d+) of 100 seeds",
        "flip": "Wanted for 1, 1: 0. Flip it",
        "done": "Done",
    },
    "zh": {
        "play": "播放",
        "step": "走一步",
        "back": "退一步",
        "pass": "走完一遍",
        "mistakes": "犯错次数",
        "fast": "快",
        "speed": "速度",
        "xor": "异或",
        "proof": "重放就是证明：它永远学不会",
        "layer": "加一个隐藏层",
        "try": "试 100 个种子",
        "stop": "停止",
        "go_on": "继续",
        "progress": r"已试 (\d+) / 100 个种子",
        "flip": "1、1 应为 0，翻转它",
        "done": "完成",
    },
}


@pytest.fixture
def lab_server(plain_server):
    return plain_server


def number(page: Page, name: str, value: str):
    """Return the openable numbers of this name and value."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)} = {re.escape(value)}"))


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_visit(visit, axe_findings, language):
    """AND is learned step by step; XOR's weights come back; a hidden layer is tried, stopped and goes on."""
    page, words = visit("perceptron", language), WORDS[language]
    press = lambda name: page.get_by_role("button", name=words[name], exact=True).click()  # noqa: E731
    expect(number(page, words["mistakes"], "0").first).to_be_visible()
    press("step")
    expect(number(page, words["mistakes"], "1").first).to_be_visible()
    press("pass")
    expect(number(page, words["mistakes"], "2").first).to_be_visible()
    press("back")
    expect(number(page, words["mistakes"], "1").first).to_be_visible()
    page.get_by_role("combobox", name=words["speed"]).select_option(words["fast"])
    press("play")
    expect(number(page, words["mistakes"], "11").first).to_be_visible()
    done = page.get_by_role("listitem").filter(has_text=f"({words['done']})")
    expect(done).to_have_count(1)
    expect(page).to_have_url(re.compile("step=11"))

    page.get_by_role("radio", name=words["xor"], exact=True).first.check()
    expect(page.get_by_role("heading", name=words["proof"])).to_be_visible()
    expect(number(page, words["mistakes"], "0").first).to_be_visible()
    press("play")
    expect(number(page, words["mistakes"], "10").first).to_be_visible()
    expect(done).to_have_count(2)

    press("layer")
    press("try")
    expect(page.get_by_role("status").filter(has_text="1")).not_to_have_count(0)
    press("stop")
    expect(page.get_by_role("button", name=words["go_on"], exact=True)).to_be_visible()
    tried = page.locator("progress").get_attribute("value")
    assert tried is not None
    press("go_on")
    expect(page.locator("progress")).not_to_have_attribute("value", tried)
    press("stop")
    assert re.fullmatch(words["progress"], page.locator("progress").get_attribute("aria-label") or "")
    assert axe_findings(page) == []

    page.get_by_role("button", name=words["flip"], exact=True).click()  # XOR becomes OR
    expect(page.get_by_role("heading", name=words["proof"])).to_have_count(0)


def test_points_are_set_and_taken_back(visit, still):
    """A press on the square flips a corner or sets a point, by keyboard too; undo takes it back."""
    page = visit("perceptron")
    still(page)  # all has its place
    square = page.get_by_role("application")
    box = square.bounding_box()
    assert box is not None
    # (1, 1) stands at 62.5 % of the width, and as far from the bottom.
    square.click(position={"x": 0.625 * box["width"], "y": 0.375 * box["height"]})
    expect(page).to_have_url(re.compile("truth=0,0,0,0"))
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("truth="))

    page.get_by_role("radio", name="Own points").check()
    expect(page.get_by_text("6 points.")).to_be_visible()
    square.focus()
    for key in ("ArrowUp", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("7 points.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("6 points.")).to_be_visible()


def test_a_number_opens(visit):
    """The margin opens its formula, Wolfe's algorithm as it ran, and the same in PyTorch."""
    page = visit("perceptron")
    number(page, "margin γ", "0.2425").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("engine/margin.py")
    expect(dialog).to_contain_text("v.norm()")
