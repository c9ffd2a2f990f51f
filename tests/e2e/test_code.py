"""The exhibit `code`, in a browser: programs are written, run, stopped and mended."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from neurarium.lab.exhibits import code

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "program": "Program",
        "run": "Run",
        "stop": "Stop",
        "done": "(Done)",
        "ended": "Done in",
        "off": "Not started yet",
        "name": "Nothing is called “toatl” here",
        "line": "Go to line 3",
        "stopped": "Stopped after",
        "figure": "Figure 1, of run",
        "picture": "Picture of x",
        "tasks": "Tasks",
        "check": "Check my program",
        "not_yet": "Not yet",
        "passed": "Done",
        "attempts": "Attempts",
        "pick": "Compare attempt",
        "next": "Next step",
        "beside": "The same in two libraries",
        "forward": "Forward propagation",
        "hand_over": "Open in the code lab",
    },
    "zh": {
        "program": "程序",
        "run": "运行",
        "stop": "停止",
        "done": "(完成)",
        "ended": "完成，用时",
        "off": "尚未启动",
        "name": "这里没有叫 “toatl” 的名字",
        "line": "到第 3 行",
        "stopped": "秒后停止",
        "figure": "次运行的图 1",
        "picture": "x 的图像",
        "tasks": "任务",
        "check": "检查我的程序",
        "not_yet": "还没有",
        "passed": "完成",
        "attempts": "尝试",
        "pick": "比较第",
        "next": "下一步",
        "beside": "同一个程序，两种写法",
        "forward": "前向传播",
        "hand_over": "在代码实验室中打开",
    },
}
TASKS = Path(code.__file__).parent / "tasks"
DRAWING = """import numpy as np
import matplotlib.pyplot as plt
x = np.ones((4, 3))
plt.plot(x)
plt.show()
print("drawn")
"""


@pytest.fixture(scope="module")
def warm_up():
    return False


@pytest.fixture
def lab_server(shared_server):
    return shared_server


def write(page: Page, editor: Locator, text: str) -> None:
    """Write over the whole program, as one does by keyboard."""
    editor.press("Control+a")
    page.keyboard.insert_text(text)


def wrong_lines(page: Page) -> list[str]:
    """Return the lines of the program that are marked as wrong."""
    return page.locator(".cm-wrong").all_inner_texts()


@pytest.mark.parametrize("language", WORDS)
def test_a_program_is_written_run_mended_and_stopped(visit, axe_findings, language):
    """Output, an error in plain words with its line, an endless loop, a figure and variables, by keyboard."""
    page, words = visit("code", language, f"program=mine-{language}"), WORDS[language]
    editor = page.get_by_role("textbox", name=words["program"])
    log, state = page.get_by_role("log"), page.locator("main .state")
    expect(state).to_contain_text(words["off"])

    # Typed with keys: the editor indents, has an undo of its own, and lets go.
    editor.focus()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.type("if True:\n")
    page.keyboard.type("total = 3\n")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("print('sum', toatl)")
    page.keyboard.press("Control+Enter")
    expect(log).to_contain_text(words["name"])
    assert wrong_lines(page) == ["print('sum', toatl)"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=words["run"], exact=True)).to_be_focused()
    assert axe_findings(page) == []

    log.get_by_role("button", name=words["line"], exact=True).press("Enter")
    expect(editor).to_be_focused()
    page.keyboard.press("End")
    for _ in "toatl)":
        page.keyboard.press("Backspace")
    page.keyboard.type("total)")
    assert wrong_lines(page) == []
    page.keyboard.press("Control+Enter")
    expect(log).to_contain_text("sum 3")
    expect(state).to_contain_text(words["ended"])
    page.keyboard.press("Control+z")
    expect(editor).not_to_contain_text("total)")

    write(page, editor, "while True: pass")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=words["stop"], exact=True).click()
    expect(state).to_contain_text(words["stopped"])

    write(page, editor, DRAWING)
    page.keyboard.press("Control+Enter")
    figure = log.get_by_role("img", name=re.compile(words["figure"]))
    expect(figure).to_be_visible()
    page.wait_for_function("document.querySelector('[role=log] img').naturalWidth > 100")
    expect(state).to_contain_text(words["ended"])
    page.get_by_role("button", name=words["picture"], exact=True).click()
    expect(page.get_by_role("img", name=re.compile("^x(:|：) ?4 × 3"))).to_be_visible()
    # All four: something was printed, an error mended, a loop stopped, a figure drawn.
    expect(page.get_by_role("listitem").filter(has_text=words["done"])).to_have_count(4)
    assert axe_findings(page) == []

    # The process is still there when the page is loaded anew.
    page.reload()
    expect(log).to_contain_text("drawn")
    expect(page.get_by_role("button", name=words["picture"], exact=True)).to_be_visible()

    # Another exhibit hands its program over: it runs, and prints the number that the exhibit has shown.
    page.get_by_role("navigation").get_by_role("link", name=words["forward"]).first.click()
    page.get_by_role("button", name=words["hand_over"], exact=True).click()
    expect(page).to_have_url(re.compile(r"/code#program=forward%20\d"))
    page.get_by_role("button", name=words["run"], exact=True).click()
    expect(log).to_contain_text("[[0.590221]]")


@pytest.mark.parametrize("language", WORDS)
def test_a_program_is_walked_through_and_a_task_solved(visit, still, axe_findings, language):
    """Steps mark their lines, a check says what is missing, and two attempts are compared."""
    page, words = visit("code", language), WORDS[language]
    main = page.get_by_role("main")
    main.get_by_role("button", name=words["next"], exact=True).click()
    expect(page.locator(".cm-step").filter(has_text="import numpy")).to_have_count(1)
    expect(page).to_have_url(re.compile("step=1"))

    # The program of the classic tutorial stands beside ours, whole and then step by step.
    main.get_by_role("combobox").select_option("keras")
    texts = main.get_by_role("region", name=words["beside"]).get_by_role("group")
    expect(texts).to_have_count(2)
    for of in ("MLP([784, 128, 10]", "keras.layers.Dense(128"), ("Dataset.split(", "rng.permutation("):
        for text, line in zip(texts.all(), reversed(of), strict=True):
            expect(text).to_contain_text(line)
        for _ in range(3):
            main.get_by_role("button", name=words["next"], exact=True).click()
    expect(texts.first).not_to_contain_text("import keras")

    main.get_by_role("radio", name=words["tasks"], exact=True).check(force=True)
    main.get_by_role("combobox").select_option("sigmoid")
    expect(page).to_have_url(re.compile("program=sigmoid"))
    editor = page.get_by_role("textbox", name=re.compile("sigmoid"))
    solution = (TASKS / "04-sigmoid" / "solution.py").read_text(encoding="utf-8")
    verdict = page.locator("main .verdict")
    main.get_by_role("radio", name=words["attempts"], exact=True).check(force=True)
    for source, said in ((f"# {language}", words["not_yet"]), (solution, words["passed"])):
        write(page, editor, source)
        main.get_by_role("button", name=words["check"], exact=True).click()
        expect(verdict.locator("strong").first).to_have_text(said)
    picks = main.get_by_role("checkbox", name=re.compile(words["pick"]))
    expect(picks.nth(1)).to_be_visible()
    picks.nth(-2).check()
    picks.last.check()
    expect(main.locator("pre .more").filter(has_text="def sigmoid(z):")).to_have_count(1)
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    # What was written is there after a reload.
    page.reload()
    editor.focus()
    expect(page.locator(".cm-content")).to_contain_text("np.exp")
