"""The first page, and what a browser has to fetch before it shows any page that comes first."""

import re

import pytest
from playwright.sync_api import expect

from neurarium.lab.exhibits import EXHIBITS

pytestmark = pytest.mark.e2e

LIMIT = 300_000  # bytes that travel, compressed, headers included

TRAVELLED = """() => {
  const entries = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type));
  return entries.map(({ name, transferSize }) => [name.split('?')[0].split('/').pop(), transferSize]);
}"""


@pytest.fixture
def lab_server(shared_server):
    return shared_server


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("exhibit", ["", *EXHIBITS])
def test_a_first_page_is_small(visit, exhibit, language):
    """Whichever page comes first, with its fonts and all, it is less than 300 kB."""
    page = visit(exhibit, language, cached=False)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    files = page.evaluate(TRAVELLED)
    total = sum(size for _, size in files)
    largest = sorted(files, key=lambda file: -file[1])[:8]
    assert any(name.endswith(".js") and size > 0 for name, size in files), "nothing was fetched"
    assert total < LIMIT, f"{total:,} bytes, the largest of them: {largest}"


WORDS = {
    "en": {
        "begin": "Begin: One neuron",
        "go_on": "Go on where you were: One neuron",
        "sections": ["One neuron", "A network", "Learning in depth", "Digits", "Your own code"],
        "done": "1 of 4 tasks done",
        "first": "Neurarium: First page",
    },
    "zh": {
        "begin": "从这里开始：一个神经元",
        "go_on": "接着上次继续：一个神经元",
        "sections": ["一个神经元", "一个网络", "深入训练过程", "手写数字", "自己写代码"],
        "done": "完成了 1/4 个任务",
        "first": "Neurarium：首页",
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_the_map(visit, still, axe_findings, language):
    """It shows what the lab has and leads there, and back to where one was, in each width and theme."""
    words = WORDS[language]
    page = visit("", language, first_time=True, reduced_motion="reduce")
    main = page.get_by_role("main")
    expect(main.get_by_role("link")).to_have_count(len(EXHIBITS) + 1)
    headings = main.get_by_role("heading", level=2)
    assert [each for each in headings.all_inner_texts() if each in words["sections"]] == words["sections"]
    addresses = [
        each.get_attribute("href") for each in main.get_by_role("listitem").get_by_role("link").all()
    ]
    assert addresses == [f"./{exhibit}" for exhibit in EXHIBITS]
    pictures = main.locator("li [inert]")
    expect(main.locator("li [inert] > .picture")).to_have_count(len(EXHIBITS))
    for picture in pictures.all():
        expect(picture.locator("svg, canvas").first).to_be_visible()

    main.get_by_role("link", name=words["begin"], exact=True).press("Enter")
    page.wait_for_url("**/neuron")
    bias = page.get_by_role("textbox", name=re.compile("^(Bias|偏置)"))
    bias.fill("3.5")
    bias.press("Enter")
    page.wait_for_url("**/neuron#bias=3.5")
    expect(page.get_by_role("main").get_by_text(re.compile("^1/4$"))).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name=words["first"], exact=True).press("Enter")
    expect(main.get_by_text(words["done"], exact=True)).to_be_visible()

    page.reload()  # as on another day
    found = {}
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            still(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if findings := axe_findings(page):
                found[width, theme] = findings
    assert found == {}
    main.get_by_role("link", name=words["go_on"], exact=True).click()
    page.wait_for_url("**/neuron#bias=3.5")
    expect(page.get_by_role("region", name=re.compile("^(Welcome|欢迎)$"))).to_have_count(0)
