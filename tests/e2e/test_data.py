"""The exhibit `data`, in a browser."""

import re

import pytest
from drawn_sets import bars, npz, pictures, zipped
from playwright.sync_api import expect

from neurarium.engine import MLP, Scaling
from neurarium.persist import Model, ModelStore

pytestmark = pytest.mark.e2e

WORDS = {
    "en": {
        "test": "test",
        "label": "Label",
        "shown": "Images shown: 1,028",
        "images": "Images",
        "pixels": "Pixels of the image",
        "first": "7: test image 1",
        "second": "7: test image 18",
        "place": "place in the line = 408",
        "together": "All together",
        "dark": "never lit = 67",
        "own": "Your own images",
        "files": "Choose files",
        "refused": "There is no file of a kind that is read: “a.txt” is none.",
        "brought": "classes: flat, up",
        "skipped": "Other files that were skipped: 1.",
        "count": "Images shown: 24",
    },
    "zh": {
        "test": "测试集",
        "label": "标签",
        "shown": "显示 1,028 张图像",
        "images": "图像",
        "pixels": "图像的像素",
        "first": "7：第 1 张测试图像",
        "second": "7：第 18 张测试图像",
        "place": "在这一行里的位置 = 408",
        "together": "放在一起看",
        "dark": "从来不亮 = 67",
        "own": "自己的图像",
        "files": "选择文件",
        "refused": "没有能读的文件：“a.txt”不是。",
        "brought": "类别：flat、up",
        "skipped": "另有 1 个文件跳过了。",
        "count": "显示 24 张图像",
    },
}


@pytest.fixture
def lab_server(shared_server):
    return shared_server


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_visit(visit, axe_findings, language):
    """The grid is filtered and walked by keys, pixels too; a set of one's own is refused, then brought."""
    page, words = visit("data", language), WORDS[language]
    main = page.get_by_role("main")
    main.get_by_role("radio", name=words["test"], exact=True).check()
    main.get_by_label(words["label"], exact=True).select_option("7")
    expect(main.get_by_text(words["shown"])).to_be_visible()
    grid = main.get_by_role("slider", name=words["images"], exact=True)
    grid.press("Home")
    expect(main.get_by_role("heading", name=words["first"], exact=True)).to_be_visible()
    grid.press("ArrowRight")
    expect(main.get_by_role("heading", name=words["second"], exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("image=60017"))
    main.get_by_role("slider", name=words["pixels"], exact=True).press("ArrowRight")
    expect(main.get_by_role("button", name=words["place"]).first).to_be_visible()
    page.get_by_role("radio", name=words["together"], exact=True).check()
    expect(main.get_by_role("button", name=words["dark"])).to_be_visible()
    assert axe_findings(page) == []

    page.get_by_role("radio", name=words["own"], exact=True).check()
    files = main.get_by_label(words["files"], exact=True)
    files.set_input_files([{"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}])
    expect(main.get_by_role("alert")).to_contain_text(words["refused"])
    images, labels = bars()
    data = zipped(pictures(images, labels, {3: "up", 8: "flat"}) | {"mine/README.md": b"hello"})
    files.set_input_files([{"name": f"{language}.zip", "mimeType": "application/zip", "buffer": data}])
    expect(main.get_by_text(words["brought"]).last).to_be_visible()
    expect(main.get_by_text(words["skipped"]).last).to_be_visible()
    expect(main.get_by_text(words["count"])).to_be_visible()
    page.reload()
    expect(main.get_by_text(words["count"])).to_be_visible()
    assert axe_findings(page) == []


def test_through_the_eyes_of_a_model(visit, shared_server, axe_findings):
    """A model looks at all images; the grid follows its loss; a vote changes the score and is kept.

    Another image asks for its neighbours once, and not for the map.
    """
    network = MLP([784, 16, 10])
    ModelStore(shared_server.folder / "models").save(Model(network, scaling=Scaling.unit(), name="fresh"))
    page = visit("data", state="panel=labels&order=loss&part=test")
    main = page.get_by_role("main")
    choice = main.get_by_label("What do you say?").first
    choice.select_option("unreadable")
    expect(main.get_by_text("You have judged one test image")).to_be_visible()
    expect(main.get_by_role("button", name=re.compile("^without the 1 you call wrong"))).to_be_visible()
    page.get_by_role("radio", name="Through a model’s eyes", exact=True).check()
    expect(main.get_by_role("img", name=re.compile("^2,?000 images as points"))).to_be_visible()
    expect(main.get_by_role("heading", name="Nearest in hidden layer 1")).to_be_visible()
    assert axe_findings(page) == []
    asked = []

    def listen(socket):
        socket.on("framesent", lambda frame: asked.extend(re.findall(rb"\xa2op.(map|seen)", frame)))

    page.on("websocket", listen)
    page.reload()
    expect(main.get_by_role("heading", name="Nearest in hidden layer 1")).to_be_visible()
    expect(main.get_by_role("img", name=re.compile("^2,?000 images as points"))).to_be_visible()
    name = main.get_by_role("heading", name=re.compile("(training|test) image"))
    before = name.inner_text()
    main.get_by_role("slider", name="Images", exact=True).press("ArrowRight")
    expect(name).not_to_have_text(before)
    page.get_by_role("radio", name="Wrong labels?", exact=True).check()
    expect(main.get_by_text("You have judged one test image")).to_be_visible()
    assert sorted(asked) == [b"map", b"seen", b"seen"]


def test_training_on_ones_own(visit, shared_server):
    """A data set that was brought can be chosen in `train`, whose plan has its numbers."""
    images, labels = bars(40)
    page = visit("data", state="panel=own")
    main = page.get_by_role("main")
    file = {"name": "bars.npz", "mimeType": "application/zip", "buffer": npz(images=images, labels=labels)}
    main.get_by_label("Choose files", exact=True).set_input_files([file])
    expect(main.get_by_text("Images shown: 40")).to_be_visible()
    page = visit("train", state="dataset=bars")
    page.get_by_text("More settings").click()
    expect(page.get_by_label("Data set")).to_have_value("bars")


def test_a_map_by_tsne(visit, shared_server, axe_findings):
    """It is drawn in the background when it is asked for; after a reload it is there, in Chinese too."""
    model = Model(MLP([784, 8, 10]), scaling=Scaling.unit(), name="small")
    ModelStore(shared_server.folder / "models").save(model)
    images, labels = bars(40)
    page = visit("data", state="panel=own")
    main = page.get_by_role("main")
    file = {"name": "few.npz", "mimeType": "application/zip", "buffer": npz(images=images, labels=labels)}
    main.get_by_label("Choose files", exact=True).set_input_files([file])
    expect(main.get_by_text("Images shown: 40")).to_be_visible()
    page.get_by_role("radio", name="Through a model’s eyes", exact=True).check()
    page.get_by_role("radio", name="t-SNE", exact=True).check()
    main.get_by_role("button", name="Draw the map of these 40 images").click()
    expect(main.get_by_role("img", name="40 images as points")).to_be_visible()
    assert axe_findings(page) == []
    page.reload()
    expect(main.get_by_role("img", name="40 images as points")).to_be_visible()
    page = visit("data", "zh", state="panel=eyes&map=tsne&dataset=few")
    expect(page.get_by_role("img", name="40 张图像画成点")).to_be_visible()
