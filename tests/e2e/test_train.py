"""The exhibit `train`, in a browser, with real training."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from waiting import eventually

from neurarium.persist import load_card

pytestmark = pytest.mark.e2e

SHORT = "layers=32&limit=4000&epochs=4"  # done in a moment
DIVERGES = SHORT + "&optimizer=sgd&activation=linear&learning_rate=1000"
FEW = 50  # steps: even beside many other programs, which a team of threads waits for, soon done
LONG = "layers=512&batch_size=16&epochs=500"  # 1.7 million steps: surely not done before the test is

# What the page calls things, in its two languages.
WORDS = {
    "en": {
        "train": "Train",
        "pause": "Pause",
        "play": "Play",
        "step": "One step",
        "prove": "Prove it",
        "agree": r"^(They|All \d+) agree: ",
        "finished": "finished",
        "training": "training",
        "paused": "paused",
        "diverged": "diverged",
        "rate": "Learning rate, now, typed value",
        "name": "Name of the model",
        "models": "Trained models",
        "delete": "Delete",
        "parameters": "parameters",
        "status": "trained, ",
        "share": "test image 0, probability of {}",
        "discard": "Clear away",
    },
    "zh": {
        "train": "开始训练",
        "pause": "暂停",
        "play": "播放",
        "step": "走一步",
        "prove": "验证",
        "agree": r"^(两者|\d+ 个全部)一致：",
        "finished": "已完成",
        "training": "训练中",
        "paused": "已暂停",
        "diverged": "发散了",
        "rate": "现在的学习率，直接输入",
        "name": "模型的名字",
        "models": "训练好的模型",
        "delete": "删除",
        "parameters": "参数个数",
        "status": "已训练，",
        "share": "测试图像 0 是 {} 的概率",
        "discard": "收起来",
    },
}


def stage(page: Page):
    return page.get_by_role("main")


def state(page: Page):
    """Return what the page says the run is doing."""
    return stage(page).locator("header [role=status]")


def matrix(page: Page):
    """Return the confusion matrix."""
    return stage(page).get_by_role("table").filter(has_text="↓")


def start(page: Page, words: dict[str, str]) -> None:
    stage(page).get_by_role("button", name=words["train"], exact=True).click()


# The step at which the page shows the run; -1 if it shows none.
STEP = """Number(
  document.querySelectorAll('main dl > div')[1]?.lastElementChild.textContent.replaceAll(',', '') ?? -1
)"""
# From now on, every step that the page shows, however briefly, is noted.
NOTE_STEPS = f"""() => {{
  window.steps = [];
  const note = () => window.steps.push({STEP});
  const all = {{ subtree: true, childList: true, characterData: true }};
  new MutationObserver(note).observe(document.body, all);
}}"""


def step_number(page: Page) -> int:
    """Return the step at which the page shows the run."""
    return page.evaluate(STEP)


def wait_for_step(page: Page, least: int) -> None:
    """Wait until the page shows the run at this step, or beyond."""
    page.wait_for_function(f"least => {STEP} >= least", arg=least)


def kept(folder: Path) -> dict[str, Any]:
    """Return what was last written down of the run."""
    _, card = load_card(folder / "runs" / "train.safetensors")
    return card.metrics["run"]


def kept_step(folder: Path) -> int:
    """Return the step at which the run was last written down."""
    return kept(folder)["position"]["step"]


def resting_step(page: Page, folder: Path) -> int:
    """Return the step at which a run that was paused has come to rest, once the page shows it."""
    eventually(lambda: not kept(folder)["playing"], "that the run is written down at rest")
    step = kept_step(folder)
    page.wait_for_function(f"step => {STEP} === step", arg=step)
    return step


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_whole_training(visit, axe_findings, language):
    """A network is named, trained, tested and listed; its images open; it can be deleted again."""
    page, words = visit("train", language, state=SHORT), WORDS[language]
    page.get_by_label(words["name"]).fill("my first")
    start(page, words)
    expect(state(page)).to_have_text(words["finished"])
    row = stage(page).get_by_role("row").filter(has_text="my first")
    expect(row).to_contain_text("784-32-10")
    expect(row).to_contain_text("25,450")
    expect(row).to_contain_text(re.compile(r"[789]\d\.\d\d%"))
    expect(page.get_by_role("banner")).to_contain_text(words["status"])
    assert axe_findings(page) == []

    dialog, cell = page.get_by_role("dialog"), matrix(page).get_by_role("button").nth
    # Eighty or so of a hundred fours are read as fours: their images are behind the number.
    cell(44).click()
    expect(dialog.locator("li")).to_have_count(40)
    expect(dialog).to_contain_text("engine/metrics.py")
    expect(dialog).to_contain_text("(y_test == 4) & (answers == 4)")
    assert axe_findings(page) == []
    # How sure the network is of the surest of them opens too.
    dialog.locator("li").first.get_by_role("button").click()
    expect(dialog).to_contain_text(re.compile(r"model\(x_test\).*, 4\]"))
    expect(dialog.locator("li")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()

    # The first test image is a seven; its share, and the nine others, are made of the last layer's sums.
    for digit in (7, 3):
        stage(page).get_by_role("button", name=words["share"].format(digit)).last.click()
        expect(dialog).to_contain_text(re.compile(rf"model\(x_test\).*\[0, {digit}\]"))
        expect(dialog).to_contain_text("engine/activations.py")
        expect(dialog.locator(".katex-error")).to_have_count(0)
    assert axe_findings(page) == []
    page.keyboard.press("Escape")

    row.get_by_role("button", name=words["parameters"] + " = 25,450").click()
    expect(dialog).to_contain_text("engine/summary.py")
    page.keyboard.press("Escape")

    row.get_by_role("button", name=words["delete"]).click()
    page.get_by_role("dialog").get_by_role("button", name=words["delete"], exact=True).click()
    expect(row).to_have_count(0)

    # A panel that is open when the run is cleared away does no harm.
    cell(44).click()
    stage(page).get_by_role("button", name=words["discard"], exact=True).click()
    expect(dialog).not_to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pause_step_and_another_learning_rate(visit, lab_server, language):
    """A run is paused, stepped, proved, given another learning rate, and lives on without its page."""
    page, words = visit("train", language, state=LONG), WORDS[language]
    start(page, words)
    expect(state(page)).to_have_text(words["training"])
    page.get_by_role("button", name=words["pause"], exact=True).click()
    expect(state(page)).to_have_text(words["paused"])
    before = resting_step(page, lab_server.folder)
    page.get_by_role("button", name=words["step"], exact=True).click()
    page.wait_for_function(f"step => {STEP} === step", arg=before + 1)
    page.get_by_role("button", name=words["prove"], exact=True).click()
    expect(page.get_by_text(re.compile(words["agree"]))).to_be_visible()
    rate = page.get_by_role("textbox", name=words["rate"])
    rate.fill("0.004")
    rate.press("Enter")
    page.get_by_role("button", name=words["play"], exact=True).click()
    expect(state(page)).to_have_text(words["training"])
    expect(rate).to_have_value("0.004")

    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(state(page)).to_have_text(words["training"])
    expect(page.get_by_role("textbox", name=words["rate"])).to_have_value("0.004")
    assert step_number(page) > before


def test_a_killed_server_goes_on(visit, lab_server):
    """The server is killed in mid-run; started again, the run goes on from where it was written down.

    The last picture stays until the page shows no less than that: not for a moment does the run look as if it
    began anew.
    """
    page, words = visit("train", state=LONG), WORDS["en"]
    start(page, words)
    expect(state(page)).to_have_text(words["training"])
    wait_for_step(page, FEW)
    eventually(lambda: kept_step(lab_server.folder) > 0, "that the run is written down")
    lab_server.kill()
    written = kept_step(lab_server.folder)
    expect(page.get_by_text("The connection to the lab was lost")).to_be_visible()
    seen = step_number(page)  # what was written down may be newer, or older, than the last picture that came
    page.evaluate(NOTE_STEPS)
    lab_server.start()
    expect(page.get_by_text("The connection to the lab was lost")).not_to_be_visible()
    expect(state(page)).to_have_text(words["training"])
    wait_for_step(page, max(seen, written) + FEW)
    assert min(step for step in page.evaluate("window.steps") if step != seen) >= written


def test_a_run_of_another_lab_is_taken_over_when_that_ends(visit, lab_server, second_server):
    """Two labs share a folder: the second says where the training goes on, and later goes on with it."""
    words = WORDS["en"]
    first = visit("train", state=LONG)
    start(first, words)
    expect(state(first)).to_have_text(words["training"])
    wait_for_step(first, FEW)
    second = visit("train")
    second.goto(f"{second_server.origin}/train?token={second_server.token}")
    expect(stage(second).get_by_text("another lab").first).to_be_visible()
    lab_server.stop()
    second.reload()
    expect(state(second)).to_be_visible()
    assert not any("has started" in note for note in second.evaluate("window.notes"))  # it is the same run
    expect(state(second)).to_have_text(words["training"])
    wait_for_step(second, FEW)


def test_a_page_hears_of_a_training_that_another_page_starts(visit, expect_note):
    """The one training is seen by all pages: who did not start it is told, and who did is not."""
    first, second = visit("train"), visit("train", state=SHORT)
    expect(first.get_by_role("button", name=WORDS["en"]["train"], exact=True)).to_be_enabled()
    start(second, WORDS["en"])
    expect_note(first, "Another page of this lab has started")
    assert not any("Another page" in note for note in second.evaluate("window.notes"))


def test_divergence_has_a_way_out(visit):
    """A loss that runs away is said with its step, and a button starts again with a smaller learning rate."""
    page, words = visit("train", state=DIVERGES), WORDS["en"]
    start(page, words)
    expect(state(page)).to_have_text(words["diverged"])
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"in epoch 1, at step \d+"))
    expect(page.get_by_role("img", name=re.compile("^Loss over the epochs; now [0-9]"))).to_be_visible()
    alert.get_by_role("button", name="Use a smaller learning rate").click()
    expect(page).to_have_url(re.compile("learning_rate=0.01(&|$)"))
    expect(state(page)).to_have_text(words["finished"])


def test_a_task_is_done_by_whom_did_it(visit):
    """A run that diverges ticks the task of the one who started it; the others are told why not theirs."""
    first, second = visit("train", state=DIVERGES), visit("train")
    start(first, WORDS["en"])
    expect(state(first)).to_have_text("diverged")
    expect(state(second)).to_have_text("diverged")
    done = "(Done)"
    expect(first.get_by_role("listitem").filter(has_text=done)).to_have_count(1)
    second.get_by_role("button", name=re.compile("^Check: Make the loss diverge")).click()
    expect(second.get_by_text("was started by somebody else")).to_be_visible()
    expect(second.get_by_role("listitem").filter(has_text=done)).to_have_count(0)


def test_a_second_training_asks_first(visit):
    """While one training goes on, another one replaces it only when that is confirmed."""
    page, words = visit("train", state=LONG), WORDS["en"]
    start(page, words)
    expect(state(page)).to_have_text(words["training"])
    page.get_by_role("button", name="Set up the next training").click()
    page.get_by_label(words["name"]).fill("another")
    start(page, words)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("is not finished")
    dialog.get_by_role("button", name="Let it go on").click()
    start(page, words)
    page.get_by_role("dialog").get_by_role("button", name="Discard it and start").click()
    expect(stage(page).get_by_role("heading", name="another")).to_be_visible()


def test_thirteen_thousand_and_two(visit):
    """The preset 784-16-16-10 shows how 13,002 adds up, and the number opens."""
    page = visit("train")
    page.get_by_role("radio", name="784-16-16-10").check()
    expect(page).to_have_url(re.compile("layers=16,16"))
    expect(stage(page)).to_contain_text("12,960 weights + 42 biases")
    stage(page).get_by_role("button", name=re.compile("^parameters = 13,002")).first.click()
    expect(page.get_by_role("dialog")).to_contain_text("engine/summary.py")
