"""The exhibit `gradient-flow`, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "deep": "20 sigmoid layers",
        "residual": "Residual connections",
        "vanishing": "vanishing",
        "normal": "normal",
        "ratio": "gradient at the input ÷ at the output",
        "seeds": "20 of 20 seeds",
        "layer": "Layer, typed value",
        "inside": "Hidden layer 12",
        "mend": "batch normalization",
        "train": re.compile("^Train it"),
        "stuck": "as it is: it did not learn, as the verdict “vanishing” said.",
        "learned": "mended: it learned, as the verdict “normal” said.",
        "end": "mended: loss at the end",
        "done": "Done",
    },
    "zh": {
        "deep": "20 层 sigmoid",
        "residual": "残差连接",
        "vanishing": "消失",
        "normal": "正常",
        "ratio": "输入处的梯度 ÷ 输出处的梯度",
        "seeds": "20 / 20 个随机种子",
        "layer": "层，直接输入",
        "inside": "第 12 个隐藏层",
        "mend": "批量归一化",
        "train": re.compile("^训练："),
        "stuck": "原样：没学会，和判断“消失”说的一样。",
        "learned": "治好：学会了，和判断“正常”说的一样。",
        "end": "治好：最后的损失",
        "done": "完成",
    },
}


@pytest.fixture
def lab_server(plain_server):
    return plain_server


def number(page: Page, name: str, value: str = ""):
    """Return the openable numbers of this name and value."""
    return page.get_by_role("main").get_by_role(
        "button", name=re.compile(f"^{re.escape(name)} = {re.escape(value)}")
    )


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_visit(visit, axe_findings, language):
    """A gradient vanishes, is looked into, tested by training and mended; a reload keeps all."""
    page, words = visit("gradient-flow", language), WORDS[language]
    verdict = page.locator("[data-tour=verdict]")
    expect(verdict.get_by_role("status")).to_contain_text(words["vanishing"])
    expect(number(page, words["ratio"], "9.7").first).to_be_visible()
    page.get_by_role("button", name=words["deep"], exact=True).click()
    expect(page).to_have_url(re.compile("depth=20"))
    # Twenty sigmoid layers are one of the tasks: the lab notices by itself.
    expect(page.get_by_role("listitem").filter(has_text=f"({words['done']})")).to_have_count(1)
    expect(verdict).to_contain_text(words["seeds"])

    layer = page.get_by_role("textbox", name=words["layer"], exact=True)
    layer.fill("12")
    layer.press("Enter")
    expect(page.get_by_role("heading", name=words["inside"], exact=True)).to_be_visible()

    page.get_by_role("radio", name=words["mend"], exact=True).check()
    page.get_by_role("button", name=words["train"]).click()
    expect(page.get_by_text(words["stuck"])).to_be_visible()
    expect(page.get_by_text(words["learned"])).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=f"({words['done']})")).to_have_count(2)
    number(page, words["end"]).click()
    expect(page.get_by_role("dialog")).to_contain_text("engine/losses.py")
    page.keyboard.press("Escape")
    assert axe_findings(page) == []

    page.reload()
    expect(page.get_by_text(words["learned"])).to_be_visible()
    page.get_by_role("switch", name=words["residual"]).check()
    expect(verdict.get_by_role("status")).to_contain_text(words["normal"])
    expect(page.get_by_text(words["learned"])).to_have_count(0)
    page.get_by_role("button", name=re.compile("^(Undo|撤销)$")).click()
    expect(verdict.get_by_role("status")).to_contain_text(words["vanishing"])
    expect(page.get_by_text(words["learned"])).to_be_visible()


def test_a_layer_is_chosen_in_the_chart_and_its_gradient_proved(visit, still):
    """A press on the chart chooses the layer below it; finite differences agree with backpropagation."""
    page = visit("gradient-flow", state="depth=4&width=8&weight_scale=1")
    still(page)  # all has its place
    chart = page.get_by_role("img", name=re.compile("^The size of the gradient"))
    box = chart.bounding_box()
    assert box is not None
    chart.click(position={"x": 0.62 * box["width"], "y": box["height"] / 2})
    expect(page.get_by_role("heading", name="Hidden layer 3")).to_be_visible()
    expect(page).to_have_url(re.compile("layer=3"))
    page.get_by_role("button", name="Prove it").click()
    expect(page.get_by_text("agree", exact=False).first).to_be_visible()


def test_an_explosion(visit):
    """Weights that are too large explode: the verdict says so, the training ends, the mended one learns."""
    page = visit("gradient-flow", state="train=true&mend=initializer&depth=20&activation=relu&weight_scale=1")
    expect(page.locator("[data-tour=verdict]").get_by_role("status")).to_contain_text("exploding")
    expect(page.get_by_text(re.compile("^as it is: the loss was no number any more in step"))).to_be_visible()
    expect(page.get_by_text("mended: it learned, as the verdict “normal” said.")).to_be_visible()
