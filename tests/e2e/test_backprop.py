"""The exhibit `backprop`, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "step": "One step",
        "update": "Update, 6 of 6",
        "apply": "Apply the update",
        "taken": "updates: 1",
        "proved": "All 9 agree",
        "all": "Prove all",
        "done": "Done",
        "wrong": "The wrong sign: add the gradient",
        "sums": "The shares sum to the gradient: they differ",
    },
    "zh": {
        "step": "走一步",
        "update": "更新，第 6 步，共 6 步",
        "apply": "应用这次更新",
        "taken": "已更新 1 次",
        "proved": "9 个全部一致",
        "all": "全部验证",
        "done": "完成",
        "wrong": "符号弄反：加上梯度",
        "sums": "各条路径的贡献加起来就是梯度",
    },
}


@pytest.fixture
def lab_server(plain_server):
    return plain_server


def main(page: Page):
    return page.get_by_role("main")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_visit(visit, axe_findings, language):
    """A pass is stepped through, proved and applied; a delta opens its chain; the wrong sign is a task."""
    page, words = visit("backprop", language, state="chosen=6"), WORDS[language]
    for _ in range(5):
        main(page).get_by_role("button", name=words["step"], exact=True).click()
    expect(page.get_by_text(words["update"])).to_be_visible()
    expect(main(page).get_by_text(words["sums"])).to_be_visible()
    main(page).get_by_role("button", name=words["all"]).click()
    expect(page.get_by_text(words["proved"])).to_be_visible()
    assert axe_findings(page) == []

    main(page).get_by_role("button", name=re.compile("^δ⁽¹⁾₁ = ")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("engine/layers/base.py")
    expect(dialog).to_contain_text("torch.autograd.grad(L, z)")
    expect(dialog.locator(".katex-error")).to_have_count(0)
    page.keyboard.press("Escape")

    main(page).get_by_role("button", name=words["apply"]).click()
    expect(page.get_by_text(words["taken"])).to_be_visible()
    expect(page).to_have_url(re.compile("theta=.*taken=1"))
    page.reload()
    expect(page.get_by_text(words["taken"])).to_be_visible()
    main(page).get_by_role("switch", name=words["wrong"]).check()
    expect(page.get_by_role("listitem").filter(has_text=f"({words['done']})")).to_have_count(1)


def test_predictions_count(visit):
    """A covered change is predicted; right and wrong count, and the change is seen only then."""
    page = visit("backprop", state="step=5&chosen=8")
    expect(main(page).get_by_text("and b⁽²⁾₁ most of all").first).to_be_visible()
    main(page).get_by_role("switch", name="Predict the sign first").check()
    expect(main(page).get_by_text("by how much is covered until you predict it").first).to_be_visible()
    expect(page.get_by_text("most of all")).to_have_count(0)
    expect(main(page).get_by_text("Predict first.", exact=True).first).to_be_visible()
    main(page).get_by_role("button", name="raise it").click()  # the output is too low
    expect(page.get_by_text("1 right, 0 wrong")).to_be_visible()
    expect(main(page).get_by_role("button", name=re.compile("^change of b⁽²⁾₁ = 0")).first).to_be_visible()
    main(page).get_by_label("Which parameter").select_option(label="w⁽²⁾₁₁")
    main(page).get_by_role("button", name="lower it").click()
    expect(page.get_by_text("1 right, 1 wrong")).to_be_visible()
    expect(main(page).get_by_text("and b⁽²⁾₁ most of all").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 right, 1 wrong")).to_be_visible()


def test_the_list_of_parameters_follows_the_address(visit):
    """Another address in the open page shows its parameter, in the list too, also after one was chosen."""
    page = visit("backprop")
    chosen = main(page).get_by_label("Which parameter")
    chosen.select_option(label="w⁽²⁾₁₁")
    page.evaluate("location.hash = 'step=5&chosen=8'")
    expect(main(page).get_by_role("heading", name="Parameter b⁽²⁾₁")).to_be_visible()
    expect(chosen.locator("option:checked")).to_have_text("b⁽²⁾₁")


def test_a_question_does_no_task(visit):
    """What "Show me" sets up is no deed of the learner's: nothing is ticked."""
    page = visit("backprop")
    page.get_by_role("textbox", name=re.compile("In a network 3-4-4-2")).fill("8")
    page.get_by_role("button", name="Show me").first.click()
    expect(page.get_by_text("Backpropagation never walks")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="(Done)")).to_have_count(0)


def test_a_step_that_harms_one_sample(visit):
    """The lab finds a batch whose step makes one of its samples worse."""
    page = visit("backprop")
    main(page).get_by_role("button", name="Find a step that makes a sample worse").click()
    expect(main(page).get_by_role("cell").get_by_text("worse", exact=True)).to_be_visible()
    expect(main(page).get_by_text("makes the mean loss smaller, and yet")).to_be_visible()


LARGEST = "inputs=3&hidden=4,4&outputs=2&batch=8&loss=cross_entropy"


@pytest.mark.parametrize(
    ("state", "output", "units"),
    [("", "sigmoid.", 5), (LARGEST, "softmax, which cross-entropy asks for.", 13)],
)
def test_a_worksheet_and_its_answers_are_a_page_each(visit, state, output, units):
    """Printed, there are two A4 pages: the pass with blanks, and its answers; of any network."""
    page = visit("backprop", state=state)
    page.evaluate("window.print = () => undefined")
    main(page).get_by_role("button", name="Print worksheet and answers").click()
    expect(page.locator(".print-only section")).to_have_count(2)
    blank, answers = (page.locator(".print-only section").nth(i) for i in range(2))
    assert "0.304" not in blank.text_content() or state
    expect(answers).to_contain_text("Answers")
    for sheet in (blank, answers):
        expect(sheet).to_contain_text("Hidden layers: sigmoid; output: " + output)
        expect(sheet).to_contain_text("one sample: n = 1")
        expect(sheet.locator(".katex")).to_have_count(1)
        expect(sheet).to_contain_text("leads from unit i of the layer before to unit j")
        expect(sheet.locator("svg circle")).to_have_count(units)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert (width, height) == (pytest.approx(595, abs=1.5), pytest.approx(842, abs=1.5))


def test_the_big_screen_tells_the_story(visit):
    """It goes from phase to phase without any control, and Escape ends it."""
    page = visit("backprop", state="show=true")
    show = page.get_by_role("dialog", name="Big screen")
    expect(show.locator("[aria-current=step]")).to_have_text("Forward")
    expect(show.get_by_role("button")).to_have_count(0)
    expect(show.locator("[aria-current=step]")).to_have_text("Loss")
    page.keyboard.press("Escape")
    expect(show).to_have_count(0)
    expect(page).not_to_have_url(re.compile("show"))
