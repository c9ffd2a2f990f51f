"""The exhibit `forward`, in a browser."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from neurarium.engine import MLP, Scaling
from neurarium.persist import Model, save_model

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "a": "output a",
        "bias": "Bias, typed value",
        "text": "A tiny network to edit",
        "answer": "The answer: ",
        "problem": "Line 5: expected a number; got “two”.",
        "loops": "Loops",
        "svg": "Picture (SVG)",
        "step": "One step",
        "hidden": "hidden neuron 2",
    },
    "zh": {
        "a": "输出 a",
        "bias": "偏置，直接输入",
        "text": "可以改的小网络",
        "answer": "输出：",
        "problem": "第 5 行：这里应是一个数；现在是“two”。",
        "loops": "循环",
        "svg": "图片（SVG）",
        "step": "走一步",
        "hidden": "隐藏神经元 2",
    },
}


@pytest.fixture
def lab_server(plain_server):
    return plain_server


def cell(page: Page, matrix: str, text: str):
    """Return a cell of a matrix."""
    return page.get_by_role("table", name=matrix, exact=True).get_by_role("button", name=text, exact=True)


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_visit(visit, still, axe_findings, language):
    """The start, one step of the pass, the three views pointing at the same, a typed bias, undo."""
    page, words = visit("forward", language, reduced_motion="reduce"), WORDS[language]
    expect(cell(page, "z1", "0.54")).to_be_visible()
    expect(page.get_by_text(words["answer"] + "0.590")).to_be_visible()

    # Pointing at a cell with the keyboard: its sum stands below, and its number in the code is strong.
    cell(page, "z1", "0.54").focus()
    page.keyboard.press("ArrowRight")
    expect(cell(page, "z1", "0.22")).to_be_focused()
    expect(page.get_by_role("caption")).to_contain_text(words["hidden"])
    expect(page.locator("ol .strong").first).to_have_text("0.420")
    expect(page.locator(".unit.lit")).to_have_count(1)

    # The first step of the pass: before it nothing is known, after it the hidden layer.
    step = page.get_by_role("button", name=words["step"], exact=True).first
    step.click()
    expect(cell(page, "z1", "?")).to_have_count(2)
    step.click()
    expect(cell(page, "z1", "0.54")).to_be_visible()

    bias = page.get_by_role("textbox", name=words["bias"])
    bias.fill("1.1")
    bias.press("Enter")
    expect(page).to_have_url(re.compile("parameters="))
    page.keyboard.press("Control+z")
    expect(page).not_to_have_url(re.compile("parameters="))
    still(page)
    assert axe_findings(page) == []


@pytest.mark.parametrize("language", WORDS)
def test_the_network_as_a_text(visit, still, language):
    """What is typed is the network; what cannot be read says its line, what was expected, what came."""
    page, words = visit("forward", language), WORDS[language]
    editor = page.get_by_role("textbox", name=words["text"])
    expect(editor).to_have_value(re.compile(r"^x = \[\[0.5, 0.8\]\]"))
    text = editor.input_value()
    editor.fill(text.replace("b2 = [0.2]", "b2 = [two]"))
    expect(page.get_by_role("alert")).to_have_text(words["problem"])
    editor.fill(text.replace("b2 = [0.2]", "b2 = [-0.16487860]"))
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text(words["answer"] + "0.500")).to_be_visible()
    # A third layer, two rows.
    editor.fill(text.replace("0.8]]", "0.8], [1, 1]]") + "W3 = [[2]]\nb3 = [-1]\n")
    expect(page).to_have_url(re.compile(r"hidden=2,1"))
    still(page)
    expect(page.get_by_role("table", name="x", exact=True).get_by_role("row")).to_have_count(2)


def test_the_picture_and_the_loops(visit):
    """The picture is XML of its own with every weight in it; the loops are a program that can be run."""
    page = visit("forward", state="parameters=0.25,-1.5,0.3,0.9,0.1,-0.2,0.7,-0.5,0.2")
    expect(cell(page, "W1", "−1.50")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=WORDS["en"]["svg"]).click()
    assert download.value.suggested_filename == "network-2-2-1.svg"
    content = Path(download.value.path()).read_text("utf-8")
    root = ET.fromstring(content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"−1.50", "0.25", "W1 = [[0.25, -1.5], [0.3, 0.9]]", "b2 = [0.2]"} <= set(texts)
    assert "var(" not in content

    page.get_by_role("radio", name=WORDS["en"]["loops"], exact=True).check()
    program = page.locator(".program pre")
    expect(program).to_contain_text("for j in range(len(b)):")
    names: dict[str, object] = {}
    exec(program.inner_text(), names)
    # σ(0.125 + 0.24 + 0.1) = σ(0.465), σ(-0.75 + 0.72 - 0.2) = σ(-0.23)
    assert names["a1"] == [[pytest.approx(0.6142, abs=5e-6), pytest.approx(0.44275, abs=5e-6)]]


def test_a_model_from_a_file(visit, tmp_path, axe_findings):
    """A file of ours comes to the shelf and is walked through; another one is refused in words."""
    page = visit("forward", reduced_motion="reduce")
    other = tmp_path / "other.safetensors"
    other.write_bytes(b"not one of ours")
    picker = page.locator("input[type=file]")
    picker.set_input_files(other)
    expect(page.get_by_role("alert")).to_contain_text("is no whole model file of Neurarium")
    save_model(
        Model(MLP([784, 6, 10], seed=1), scaling=Scaling.unit(), name="mine"), tmp_path / "mine.safetensors"
    )
    picker.set_input_files(tmp_path / "mine.safetensors")
    expect(page).to_have_url(re.compile("model=mine"))
    expect(page.get_by_text(re.compile("It is a 7; the model says"))).to_be_visible()  # MNIST's test image 0
    expect(page.get_by_role("caption").last).to_have_text(re.compile(r"^layer 1, neuron [1-6]$"))
    expect(page.get_by_text("the 776 other terms")).to_be_visible()
    assert axe_findings(page) == []
