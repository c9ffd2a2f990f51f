"""The exhibit `neuron`, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

# What the page calls things, in its two languages.
WORDS = {
    "en": {
        "weight": "Weight",
        "bias": "Bias",
        "typed": "Bias, typed value",
        "done": "Done",
        "output": "output",
    },
    "zh": {"weight": "权重", "bias": "偏置", "typed": "偏置，输入数值", "done": "完成", "output": "输出"},
}


@pytest.fixture
def lab_server(plain_server):
    return plain_server


def stage(page: Page):
    return page.get_by_role("main")


def number(page: Page, name: str, value: str):
    """Return the openable numbers of this name and value."""
    return page.get_by_role("button", name=re.compile(f"^{name} = {re.escape(value)}"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_reference(visit, language):
    """I = 0.80, W = 0.50, b = -0.20 shows 0.20 and 0.55, in the picture, the curve and the maths."""
    page, words = visit("neuron", language), WORDS[language]
    expect(number(page, "z", "0.20").first).to_be_visible()
    expect(number(page, words["output"], "0.55").first).to_be_visible()
    expect(stage(page)).to_contain_text("(0.20, 0.55)")
    expect(page.get_by_label(words["weight"], exact=True)).to_have_attribute("aria-valuetext", "0.50")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_visit(visit, axe_findings, language):
    """Keys and typing move the neuron, a task is found done, all is in the address, and axe finds nothing."""
    page, words = visit("neuron", language), WORDS[language]
    bias = page.get_by_label(words["bias"], exact=True)
    bias.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    # -0.40 puts the sigmoid on the fence, which is one of the tasks: the lab notices by itself.
    expect(number(page, words["output"], "0.50").first).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=f"({words['done']})")).to_have_count(1)
    expect(page).to_have_url(re.compile("bias=-0.4"))

    typed = page.get_by_role("textbox", name=re.compile(f"^{words['bias']}"))
    typed.fill("3.6")
    typed.press("Enter")
    expect(page).to_have_url(re.compile("bias=3.6"))
    page.reload()
    expect(number(page, "z", "4.00").first).to_be_visible()
    assert axe_findings(page) == []


@pytest.mark.parametrize(
    ("language", "check", "lacks"),
    [
        ("en", "Check: Make the neuron sure", "Not yet. The output is 0.55; it must be above 0.9."),
        ("zh", "检查: 让神经元十拿九稳", "还没有。现在输出是 0.55，要大于 0.9。"),
    ],
)
def test_what_a_task_lacks_is_said(visit, language, check, lacks):
    """A task that is not done says what is missing, beside it and in the reader's language."""
    page = visit("neuron", language)
    page.get_by_role("button", name=re.compile("^" + check)).click()
    expect(page.get_by_text(lacks)).to_be_visible()


def test_a_link_does_no_task(visit, still):
    """What a link brought is nobody's doing: the task is ticked when it was otherwise, and is so again."""
    page = visit("neuron", state="bias=2&weights=2")
    expect(number(page, "output", "0.97").first).to_be_visible()
    done = page.get_by_role("listitem").filter(has_text="(Done)")
    checked = re.compile("^Check: Make the neuron sure")
    expect(page.get_by_role("button", name=checked)).to_be_visible()
    still(page)
    expect(done).to_have_count(0)
    bias = page.get_by_role("textbox", name=re.compile("^Bias"))
    bias.fill("-2")
    bias.press("Enter")
    expect(number(page, "output", "0.40").first).to_be_visible()
    page.get_by_role("button", name=checked).click()
    expect(page.get_by_text("Not yet. The output is 0.40")).to_be_visible()
    bias.fill("2")
    bias.press("Enter")
    expect(done).to_have_count(1)


def test_an_address_is_a_state(visit):
    """A link with three inputs opens with three inputs; undo and reset work from there."""
    page = visit("neuron", state="inputs=1,0.5,-1&weights=0.5,-1.5,1&bias=0.25&activation=tanh")
    expect(number(page, "z", "−1.00").first).to_be_visible()
    page.get_by_role("radio", name="ReLU", exact=True).check()
    expect(number(page, "output", "0.00").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(number(page, "output", "−0.76").first).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(number(page, "output", "0.55").first).to_be_visible()


def test_a_number_opens(visit, axe_findings):
    """The weighted sum opens its formula, its values, the engine's own line, and Keras and PyTorch."""
    page = visit("neuron")
    number(page, "z", "0.20").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("np.matmul(x, parameters")
    expect(dialog).to_contain_text("engine/layers/dense.py")
    expect(dialog).to_contain_text("layer.kernel")
    expect(dialog).to_contain_text("layer.weight.T")
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_a_prediction(visit):
    """A question sets the stage after the prediction only, and says, in either language, if it was right."""
    page = visit("neuron")
    question = page.get_by_role("textbox", name=re.compile("What will z be"))
    question.fill("-0.6")
    question.press("Enter")
    expect(page.get_by_text("Right.")).to_be_visible()
    expect(number(page, "z", "−0.60").first).to_be_visible()
    outcome = page.locator(".outcome")
    expect(outcome).to_contain_text("A negative weight turns")
    page.get_by_role("button", name="中文").click()
    expect(outcome).to_contain_text("对了。")
    expect(outcome).to_contain_text("权重变负")
    expect(outcome).not_to_contain_text("weight")


def test_strangers_see_no_lab(visit, lab_server, browser):
    """A browser without the token's cookie sees where to find the address, and no exhibit."""
    with browser.new_context(base_url=lab_server.origin) as context:
        page = context.new_page()
        answer = page.goto("/neuron")
        assert answer is not None
        assert answer.status == 401
        expect(page.get_by_role("heading").first).to_contain_text("does not know this browser")


BY_HAND = {
    "en": {
        "start": "Now you",
        "check": "Check",
        "asked": "z = ?",
        "bias": "the bias",
        "sign": "The size is right, the sign is not.",
        "close": "Only the rounding is off",
    },
    "zh": {
        "start": "你来算",
        "check": "检查",
        "asked": "z 等于多少？",
        "bias": "漏加了偏置",
        "sign": "大小对了，正负号错了。",
        "close": "只差在舍入上",
    },
}


@pytest.mark.parametrize("language", BY_HAND)
def test_by_hand(visit, expect_note, axe_findings, language):
    """Results can be blank until they are found: what is typed is right, close, or a step is named."""
    page, words = visit("neuron", language, width=390, height=844), BY_HAND[language]
    results = page.get_by_role("button", name=re.compile("^z "))
    expect(results.first).to_have_text("0.20")
    page.get_by_role("button", name=words["start"], exact=True).press("Enter")
    expect(results.first).to_have_text("?")
    expect(results.last).to_have_text("?")  # in the maths
    expect(number(page, "z", "0.20")).to_have_count(0)

    results.last.press("Enter")
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("textbox", name=words["asked"])
    expect(field).to_be_focused()
    expect(dialog).not_to_contain_text("0.2000")
    said = dialog.get_by_role("status")
    for typed, verdict in (("0.40", words["bias"]), ("−0.20", words["sign"]), ("abc", "abc")):
        field.fill(typed)
        field.press("Enter")
        expect(said).to_contain_text(verdict)
    assert axe_findings(page) == []
    field.fill("０.２")
    dialog.get_by_role("button", name=words["check"], exact=True).click()
    expect_note(page, "z = 0.20")
    page.keyboard.press("Escape")
    expect(results.first).to_have_text("0.20")

    # A number that is set can be asked for too, alone.
    page.get_by_role("button", name=words["start"], exact=True).press("Enter")
    number(page, WORDS[language]["output"], "0.55").first.press("Enter")
    dialog.get_by_role("button", name=words["start"], exact=True).press("Enter")
    field = dialog.get_by_role("textbox")
    field.fill("0.54")
    field.press("Enter")
    expect(said).to_contain_text(words["close"])
