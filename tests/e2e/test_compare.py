"""The exhibit `compare`, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from neurarium.engine import MLP
from neurarium.engine.scaling import Scaling
from neurarium.persist import Model, ModelStore
from neurarium.tuning.journal import SweepJournal

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "start": "Start the trainings",
        "verdict": re.compile("^(Best|No difference that these seeds could show)"),
        "files": "Sweeps in your folder",
        "show": "Show",
        "foreign": "its file says what is trained",
        "pick": ("Compare activation tanh as A", "Compare activation sigmoid as B"),
        "p": "p of McNemar’s test",
        "send": "Compare mine with other networks",
        "mine": "Compare mine as A",
        "asked": "test images (a point is trained with seed 0)",
        "back": "Back to my settings",
        "against": "and",
        "cell": re.compile("activation tanh, epochs 1: not trained"),
    },
    "zh": {
        "start": "开始训练",
        "verdict": re.compile("^(最好的是|这些种子看不出)"),
        "files": "文件夹里的比较",
        "show": "显示",
        "foreign": "训练什么由它的文件决定",
        "pick": ("把“激活函数 tanh”作为 A", "把“激活函数 sigmoid”作为 B"),
        "p": "McNemar 检验的 p 值",
        "send": "比较 mine 和别的网络",
        "mine": "把“mine”作为 A",
        "asked": "测试图像（表里的设置用种子 0 训练）",
        "back": "回到我的设置",
        "against": "以及",
        "cell": re.compile("激活函数 tanh，轮数 1：还没有训练"),
    },
}
SMALL = "knob=activation&hidden=4&limit=250&epochs=1&seeds=2"


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_visit(visit, axe_findings, lab_server, language):
    """A sweep to its verdict, two side by side, the command line's sweep, a second knob, a saved network."""
    page, words = visit("compare", language, state=SMALL), WORDS[language]
    page.get_by_role("button", name=words["start"]).click()
    expect(page.get_by_role("paragraph").filter(has_text=words["verdict"])).to_be_visible()
    for name in words["pick"]:
        page.get_by_role("radio", name=name).check()
    expect(page).to_have_url(re.compile(r"first=\d+&second=\d+"))
    p = page.get_by_role("button", name=re.compile(f"^{words['p']} = "))
    expect(p).to_be_visible()
    assert axe_findings(page) == []
    page.reload()
    expect(p).to_be_visible()  # trained again, from the address

    (file,) = (lab_server.folder / "sweeps").glob("lab-*.jsonl")
    assert len(SweepJournal(file).results) == 14
    own = file.with_name(f"mine-{language}.jsonl")
    own.write_bytes(file.read_bytes())
    page.get_by_text(words["files"]).click()
    entry = page.get_by_role("listitem").filter(has_text=own.stem)
    entry.get_by_role("button", name=words["show"]).click()
    expect(page.get_by_text(words["foreign"])).to_be_visible()
    expect(page.get_by_role("paragraph").filter(has_text=words["verdict"])).to_be_visible()

    page.get_by_role("button", name=words["back"]).click()
    page.get_by_label(words["against"], exact=True).select_option("epochs")
    expect(page.get_by_role("button", name=words["cell"])).to_be_visible()

    network = MLP((784, 8, 10), seed=0)
    ModelStore(lab_server.folder / "models").save(Model(network, scaling=Scaling.unit(), name="mine"))
    page.goto(page.url.replace("/compare", "/train"))
    page.get_by_role("button", name=words["send"]).click()
    expect(page.get_by_role("radio", name=words["mine"])).to_be_checked()
    page.goto(f"{page.url}&second=0&{SMALL}")
    expect(page.get_by_text(words["asked"])).to_be_visible()
    expect(p).to_be_visible()
    assert axe_findings(page) == []
