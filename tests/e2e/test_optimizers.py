"""The exhibit `optimizers`, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "play": "Play",
        "step": "step, typed value",
        "bowl": "bowl",
        "network": "a real network",
        "gd": "gradient descent",
        "rate": "Learning rate of gradient descent, typed value",
        "follow": "Follow gradient descent",
        "diverged": "diverged at step",
        "after": "after step 7",
        "gone": "Diverged, because the learning rate is too large: gradient descent.",
        "share": "variance that the plane explains",
        "done": "Done",
    },
    "zh": {
        "play": "播放",
        "step": "步，直接输入",
        "bowl": "碗",
        "network": "真实的网络",
        "gd": "梯度下降",
        "rate": "梯度下降的学习率，直接输入",
        "follow": "跟踪梯度下降",
        "diverged": "步发散",
        "after": "第 7 步之后",
        "gone": "发散了，因为学习率太大：梯度下降。",
        "share": "平面解释的方差",
        "done": "完成",
    },
}


@pytest.fixture
def lab_server(shared_server):
    return shared_server


def number(page: Page, name: str):
    """Return the openable numbers of this name."""
    return page.get_by_role("main").get_by_role("button", name=re.compile(f"^{re.escape(name)} = "))


def typed(page: Page, name: str, value: str) -> None:
    """Type a value into a slider's field."""
    field = page.get_by_role("textbox", name=name, exact=True)
    field.fill(value)
    field.press("Enter")


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_visit(visit, axe_findings, language):
    """A race is played, walked through and steered; a racer diverges; the network has its plane."""
    page, words = visit("optimizers", language), WORDS[language]
    main = page.get_by_role("main")
    main.get_by_role("radio", name=words["bowl"], exact=True).check()
    main.get_by_role("radio", name=words["follow"], exact=True).check()
    typed(page, words["step"], "6")
    expect(page).to_have_url(re.compile("step=6"))
    # From here on gradient descent has another rate: its next step is x - 2.5 x.
    typed(page, words["rate"], "2.5")
    typed(page, words["step"], "7")
    step = number(page, words["after"]).first
    step.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("engine/optimizers.py")
    expect(dialog).to_contain_text("theta -= np.multiply(grad")
    page.keyboard.press("Escape")
    main.get_by_role("button", name=words["play"], exact=True).click()
    expect(main.get_by_text(words["diverged"])).to_be_visible()
    expect(page.get_by_text(words["gone"])).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=f"({words['done']})")).to_have_count(1)

    # A reload shows the race with the change on its way.
    expect(page).to_have_url(re.compile("step=200"))
    typed(page, words["step"], "7")
    expect(page).to_have_url(re.compile("changes=6,0,0.1&step=7$"))
    expect(step).to_be_visible()
    before = step.get_attribute("aria-label")
    assert before is not None
    page.reload()
    expect(step).to_have_accessible_name(before)

    main.get_by_role("radio", name=words["network"], exact=True).check()
    expect(number(page, words["share"])).to_be_visible()
    typed(page, words["step"], "50")
    expect(page).to_have_url(re.compile("problem=network"))
    page.reload()
    expect(number(page, words["share"])).to_be_visible()
    expect(page.get_by_role("textbox", name=words["step"], exact=True)).to_have_value("50")
    assert axe_findings(page) == []


def test_the_answer_is_shown_whole(visit):
    """The demonstration of the first question runs until it diverges; a smaller rate mends it."""
    page = visit("optimizers")
    page.get_by_role("radio", name="It diverges").check()
    page.get_by_role("button", name="Show me").first.click()
    main = page.get_by_role("main")
    expect(main.get_by_text("diverged at step 60")).to_be_visible()
    page.get_by_role(
        "button", name="Start again with a smaller learning rate of gradient descent: 0.21"
    ).click()
    expect(page).to_have_url(re.compile("rates=0.21,"))
    expect(main.get_by_text("diverged at step 60")).to_have_count(0)


def test_a_change_at_the_end(visit):
    """At the end of the race another rate makes the whole race anew, and its end is shown."""
    page = visit("optimizers", state="problem=bowl&start=-4,3&length=50&racers=gd&follow=gd&step=50")
    first = number(page, "after step 50").first
    expect(first).to_be_visible()
    typed(page, "Learning rate of gradient descent, typed value", "0.2")
    # x = -4 (1 - 0.2)^50
    expect(first).to_have_accessible_name(re.compile("= −5.70899"))
    expect(page).not_to_have_url(re.compile("changes="))


def test_the_start_is_pressed(visit, still):
    """A press in the picture sets the start, and undo takes it back."""
    page = visit("optimizers")
    still(page)  # all has its place
    board = page.get_by_role("img", name=re.compile("^The race"))
    field = page.get_by_role("textbox", name="Start x, typed value")
    expect(field).to_have_value("−4.5")
    box = board.bounding_box()
    assert box is not None
    board.click(position={"x": box["width"] / 2, "y": box["height"] / 4})
    expect(field).to_have_value("0.0")
    expect(page.get_by_role("textbox", name="Start y, typed value")).to_have_value("2.5")
    page.get_by_role("button", name="Undo").click()
    expect(field).to_have_value("−4.5")


def test_the_fair_race(visit):
    """The sweep runs, and everybody races at its best rate: a task is done at the end."""
    page = visit("optimizers", state="problem=bowl&start=-4,3&length=50")
    fair = page.get_by_role("button", name="Race at everybody’s best rate")
    expect(fair).to_be_disabled()
    page.get_by_role("button", name="Sweep the learning rates", exact=True).click()
    fair.click()
    page.get_by_role("slider", name="step", exact=True).press("End")
    expect(page).to_have_url(re.compile("step=50"))
    expect(page.get_by_role("listitem").filter(has_text="(Done)")).to_have_count(1)
    expect(page).to_have_url(re.compile("rates=1,"))


def test_the_race_on_mnist(visit):
    """It trains in the background, shows a curve of what has ended, and is there after a reload."""
    page = visit("optimizers", state="racers=gd")
    page.get_by_role("button", name="Train five seeds of each").click()
    chart = page.get_by_role("img", name=re.compile("^Errors by epochs"))
    expect(chart).to_be_visible()
    some = page.get_by_text(re.compile("[1-5] of 5 seeds, read correctly"))
    expect(some).to_be_visible()
    page.reload()
    expect(some).to_be_visible()
    expect(page.get_by_text("5 of 5 seeds")).to_be_visible()
    expect(page.get_by_role("button", name="Train five seeds of each")).to_be_disabled()
