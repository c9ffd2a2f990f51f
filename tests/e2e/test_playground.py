"""The exhibit `playground`, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

# What the page calls things, in its two languages.
WORDS = {
    "en": {
        "play": "Play",
        "pause": "Pause",
        "step": "One step",
        "rewind": "Rewind",
        "neuron": "Neuron 2 of layer 1",
        "xor": "XOR",
        "add": "Add a hidden layer",
        "layers": "3 hidden layers",
    },
    "zh": {
        "play": "播放",
        "pause": "暂停",
        "step": "一步",
        "rewind": "重来",
        "neuron": "第 1 层第 2 个神经元",
        "xor": "异或",
        "add": "加一个隐藏层",
        "layers": "3 个隐藏层",
    },
}

# As it stands in the address bar of the best-known 2-D playground.
FOREIGN = (
    "activation=relu&regularization=L2&batchSize=13&dataset=spiral&regDataset=reg-plane&learningRate=0.03"
    "&regularizationRate=0.003&noise=15&networkShape=5,3&seed=0.53215&showTestData=false&discretize=true"
    "&percTrainData=60&x=true&y=true&xTimesY=false&xSquared=true&ySquared=false&cosX=false&sinX=true"
    "&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)


@pytest.fixture
def lab_server(shared_server):
    return shared_server


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def data_set(page: Page, name: str):
    return page.locator(".sets").get_by_role("radio", name=name, exact=True)


def figures(page: Page) -> list[str]:
    """Return the epoch, the losses and the accuracy as the bar shows them."""
    page.locator(".bar dd").first.wait_for()
    return page.locator(".bar dd").all_inner_texts()


def epoch(page: Page) -> int:
    return int(figures(page)[0].replace(",", ""))


def at_epoch(page: Page, least: int) -> None:
    """Wait until so many epochs are over."""
    page.wait_for_function(
        "least => Number(document.querySelector('.bar dd').textContent.replace(',', '')) >= least", arg=least
    )


def press_map(page: Page, x: float, y: float) -> None:
    """Press the output map at a point of the square."""
    area = page.locator(".map[role=application]")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + (x + 6) / 12 * box["width"], box["y"] + (6 - y) / 12 * box["height"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_visit(visit, axe_findings, language):
    """A data set is chosen, a layer added, the network learns and is rewound; axe finds nothing."""
    page, words = visit("playground", language), WORDS[language]
    data_set(page, words["xor"]).check()
    button(page, words["add"]).click()
    expect(page.get_by_text(words["layers"], exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("dataset=xor.*networkShape=4,4,2"))
    expect(page.locator(".bar dd").first).to_have_text("0")
    before = figures(page)
    assert axe_findings(page) == []

    button(page, words["play"]).click()
    at_epoch(page, 25)
    button(page, words["pause"]).click()
    assert float(figures(page)[1]) < float(before[1])
    page.get_by_role("button", name=re.compile(f"^{words['neuron']}")).click()
    expect(page.get_by_role("dialog", name=words["neuron"])).to_be_visible()
    assert axe_findings(page) == []
    page.keyboard.press("Escape")

    button(page, words["rewind"]).click()
    expect(page.locator(".bar dd").first).to_have_text("0")
    assert figures(page) == before


def test_a_foreign_hash_is_the_same_set_up(visit):
    """A hash of the other playground gives its data, inputs, network and settings."""
    page = visit("playground", state=FOREIGN)
    expect(page.get_by_text("5 neurons")).to_be_visible()
    expect(page.get_by_text("3 neurons")).to_be_visible()
    expect(data_set(page, "Spiral")).to_be_checked()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_attribute("aria-valuetext", "0.03")
    expect(page.get_by_label("Activation", exact=True)).to_have_value("relu")
    expect(page.get_by_label("Regularization", exact=True)).to_have_value("l2")
    expect(page.get_by_label("Regularization rate", exact=True)).to_have_attribute("aria-valuetext", "0.003")
    expect(page.get_by_label("Batch size", exact=True)).to_have_attribute("aria-valuetext", "13")
    expect(page.get_by_label("Noise", exact=True)).to_have_attribute("aria-valuetext", "15")
    expect(page.get_by_label("Training share", exact=True)).to_have_attribute("aria-valuetext", "60 %")
    expect(page.get_by_role("switch", name="Discretize output")).to_be_checked()
    for name, on in {"x": True, "y": True, "x²": True, "y²": False, "xy": False, "sin x": True}.items():
        pressed = "true" if on else "false"
        expect(button(page, f"Input {name}")).to_have_attribute("aria-pressed", pressed)
    page.get_by_text("More settings").click()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("53215")


def test_a_short_foreign_hash_means_what_it_means_there(visit):
    """What it leaves out is as the other playground starts; what cannot be had here is said."""
    page = visit("playground", state="dataset=xor&tutorial=intro")
    expect(data_set(page, "XOR")).to_be_checked()
    expect(page.get_by_text("4 neurons")).to_be_visible()
    expect(page.get_by_text("2 neurons")).to_be_visible()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_attribute("aria-valuetext", "0.03")
    note = page.get_by_role("status").filter(has_text="tutorial=intro")
    expect(note).to_be_visible()
    note.get_by_role("button").click()
    expect(note).to_have_count(0)


def test_a_teacher_hides_controls(visit):
    """Controls named with _hide=true are not there, and the lesson goes with hideText."""
    page = visit(
        "playground", state="learningRate_hide=true&stepButton_hide=true&noise_hide=true&hideText=true"
    )
    expect(button(page, "Play")).to_be_visible()
    expect(button(page, "One step")).to_have_count(0)
    expect(page.get_by_label("Learning rate", exact=True)).to_have_count(0)
    expect(page.get_by_label("Noise", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="The maths")).to_have_count(0)
    button(page, "Files and teaching").click()
    page.get_by_role("switch", name="Noise").check()
    expect(page.locator(".data").get_by_label("Noise", exact=True)).to_have_count(1)
    expect(page).not_to_have_url(re.compile("noise_hide"))


def test_one_step_is_one_epoch_and_another_seed_another_run(visit):
    """Each step is one epoch; back goes back one; other first weights begin elsewhere on the same points."""
    page = visit("playground")
    start = figures(page)
    for count in (1, 2):
        button(page, "One step").click()
        expect(page.locator(".bar dd").first).to_have_text(str(count))
    trained = figures(page)
    button(page, "One step back").click()
    expect(page.locator(".bar dd").first).to_have_text("1")
    button(page, "Back to now").click()
    expect(page.locator(".bar dd").first).to_have_text("2")
    assert figures(page) == trained
    page.get_by_text("More settings").click()
    button(page, "New initial weights").click()
    expect(page.locator(".bar dd").first).to_have_text("0")
    page.wait_for_function(
        "before => document.querySelectorAll('.bar dd')[1].textContent !== before", arg=start[1]
    )


def test_the_look_of_the_output_is_no_event_of_the_run(visit):
    """Discretizing and showing test data add no point to the chart, and start no new run."""
    page = visit("playground")
    button(page, "One step").click()
    expect(page.locator(".bar dd").first).to_have_text("1")
    button(page, "As a table").click()
    rows = page.get_by_role("group", name=re.compile("over the epochs")).get_by_role("row")
    expect(rows).to_have_count(3)
    page.get_by_role("switch", name="Discretize output").check()
    page.get_by_role("switch", name="Show test data").check()
    expect(page).to_have_url(re.compile("showTestData=true&discretize=true"))
    expect(rows).to_have_count(3)
    expect(page.locator(".bar dd").first).to_have_text("1")


def test_number_by_number(visit):
    """A neuron's rows and their sum hold for the digits shown, and open down to the engine's line."""
    page = visit("playground")
    press_map(page, 1.5, -2)
    expect(page.get_by_text(re.compile(r"At \(1\.(49|5\d), −(1\.9|2\.0)\d\):"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Neuron 2 of layer 1")).click()
    card = page.get_by_role("dialog", name="Neuron 2 of layer 1")
    expect(card.locator("td.term [role=button]").first).to_be_visible()  # fetched when it is opened
    numbers = [text.replace("−", "-") for text in card.locator("td.term [role=button]").all_inner_texts()]
    *terms, z, a = map(float, numbers)
    bias = float(card.get_by_label("bias", exact=True).input_value().replace("−", "-"))
    decimals = len(numbers[-2].partition(".")[2])
    unit = 10**-decimals
    exact = not card.get_by_text("the sum, rounded").count()
    assert sum(terms) + round(bias, decimals) == pytest.approx(z, abs=1e-9 if exact else 2 * unit)
    for row, (name, term) in enumerate(zip("xy", numbers[:2], strict=True)):
        value = card.get_by_role("row").nth(row + 1).get_by_role("cell").first.inner_text().replace("−", "-")
        weight = card.get_by_label(re.compile(f"^weight from {name} ")).input_value().replace("−", "-")
        half = 0.5000001 * 10 ** -len(term.partition(".")[2])
        assert float(value) * float(weight) == pytest.approx(float(term), abs=half)
    assert -1 <= a <= 1
    card.get_by_role("button", name=re.compile("^z = ")).click()
    dialog = page.get_by_role("dialog", name=re.compile("^z"))
    expect(dialog).to_contain_text("np.matmul(x, parameters")
    expect(dialog).to_contain_text("engine/layers/dense.py")


def test_the_map_is_read_at_the_very_point(visit, still):
    """What is said under the mouse is what the lab computes when the point is pressed, and it opens."""
    page = visit("playground", state="networkShape=8&learningRate=3")
    button(page, "One step").click()
    area = page.locator(".map[role=application]")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    page.mouse.move(round(box["x"]) + 131, round(box["y"]) + 87)
    said = page.locator(".said")
    expect(said).to_contain_text("At (")
    still(page)
    under = said.inner_text()
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(0, 0)
    still(page)
    assert said.inner_text() == under
    number = said.get_by_role("button")
    value = number.inner_text()
    number.click()
    expect(page.get_by_role("dialog")).to_contain_text(f"Output = {value}")
    expect(page.get_by_role("dialog")).to_contain_text("engine/activations.py")


def test_weights_are_set_by_hand(visit):
    """A weight typed into a neuron's card, and one moved on its edge, change the network at once."""
    page = visit("playground", state="networkShape=&dataset=gauss")
    before = figures(page)
    page.get_by_role("button", name=re.compile("^Output, bias")).click()
    card = page.get_by_role("dialog", name="Output")
    for name in ("x", "y"):
        field = card.get_by_label(f"weight from {name} to output", exact=True)
        field.fill("1.5")
        field.press("Enter")
        expect(field).to_have_value("1.50")
    # Two clouds told apart without training: that is one of the tasks, and the lab notices.
    expect(page.locator(".bar dd").last).to_have_text("100.0%")
    expect(page.get_by_role("listitem").filter(has_text="(Done)")).to_have_count(1)
    assert figures(page)[0] == "0"
    assert float(figures(page)[1]) < float(before[1])
    typed = figures(page)
    field.press("Control+z")
    expect(field).not_to_have_value("1.50")
    field.press("Control+z")
    expect(page.locator(".bar dd").nth(1)).to_have_text(before[1])
    assert figures(page) == before
    for name in ("x", "y"):
        field = card.get_by_label(f"weight from {name} to output", exact=True)
        field.fill("1.5")
        field.press("Enter")
        expect(field).to_have_value("1.50")
    expect(page.locator(".bar dd").nth(1)).to_have_text(typed[1])
    page.keyboard.press("Escape")

    picture = page.get_by_role("group", name=re.compile("^The network"))
    picture.scroll_into_view_if_needed()
    box = page.get_by_role("button", name=re.compile("^Input x:")).bounding_box()
    page.mouse.move(box["x"] + box["width"] + 12, box["y"] + box["height"] / 2)
    expect(picture.get_by_text("1.500")).to_be_visible()
    page.mouse.down()
    page.mouse.up()
    card = page.get_by_role("dialog", name="Weight from x to output", exact=True)
    slider = card.get_by_label("Weight", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "1.510")
    button(page, "Put 1.500 back").click()
    expect(slider).to_have_attribute("aria-valuetext", "1.500")


def test_on_a_phone_the_card_covers_neither_map_nor_losses(visit):
    """While weights are typed into a neuron's card, what they change is in sight above it."""
    page = visit("playground", width=390, height=844)
    page.get_by_role("button", name=re.compile("^Output, bias")).click()
    card = page.get_by_role("dialog", name="Output")
    expect(card).to_be_visible()
    top = card.bounding_box()["y"]
    for seen in (page.locator(".output [role=application]"), page.locator(".bar dl")):
        box = seen.bounding_box()
        assert box["y"] >= 56
        assert box["y"] + box["height"] <= top + 1


def test_the_irises_confusion_is_not_cut_off(visit, still):
    """Three names as long as those of the irises have room beside the chart of the losses."""
    page = visit("playground", state="dataset=iris")
    table = page.get_by_role("table").filter(has_text="versicolor").first
    expect(table).to_be_visible()
    still(page)
    assert table.evaluate("e => e.parentElement.scrollWidth <= e.parentElement.clientWidth")


def test_a_weight_tells_how_the_loss_rises_with_it(visit):
    """A weight's slope opens down to the engine's backward pass, and the card stays while that is read."""
    page = visit("playground", state="networkShape=")
    box = page.get_by_role("button", name="Input x", exact=True).bounding_box()
    page.mouse.click(box["x"] + box["width"] + 12, box["y"] + box["height"] / 2)
    card = page.get_by_role("dialog", name="Weight from x to output", exact=True)
    card.get_by_role("button", name=re.compile("^slope of the loss at weight from x to output = ")).click()
    panel = page.get_by_role("dialog", name=re.compile("^slope of the loss"))
    expect(panel).to_contain_text("np.matmul(t.x.T, g.delta")
    panel.get_by_text("With the current values").click()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "all_", "agree"), [("en", "Prove all", "All 37 agree"), ("zh", "全部验证", "37 个全部一致")]
)
def test_every_slope_is_proved(visit, axe_findings, language, all_, agree):
    """The lesson checks every slope by finite differences, and says the rule by which they agree."""
    page = visit("playground", language)
    page.get_by_role("button", name=all_).click()
    expect(page.get_by_text(agree)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=re.compile(r"^[wb]\(\d\)"))).to_have_count(37)
    assert axe_findings(page) == []


def test_points_beyond_the_square_are_told(visit):
    """Noisy clouds reach beyond the map: their points are counted, and drawn at its edge."""
    page = visit("playground", state="dataset=gauss&noise=50&showTestData=true")
    expect(page.get_by_text(re.compile(r"\d points? lies? outside the map"))).to_be_visible()


def test_own_points(visit):
    """Points of three classes set by pressing the map are learned; they can be erased, and undone."""
    page = visit("playground", state="learningRate=0.3")
    data_set(page, "Your own").check()
    expect(button(page, "Play")).to_be_disabled()
    page.keyboard.press("Control+z")
    expect(data_set(page, "Circle")).to_be_checked()
    data_set(page, "Your own").check()
    for label, spots in {1: [(-4, -4), (-3, -4)], 2: [(4, -4), (3, -4)], 3: [(0, 4), (1, 4)]}.items():
        page.get_by_role("radio", name=f"Set points of class {label}").check()
        for spot in spots:
            press_map(page, *spot)
    expect(page.get_by_text("6 points", exact=True)).to_be_visible()
    page.mouse.move(0, 0)  # over the map, its reading names the three outputs too
    expect(page.get_by_role("button", name=re.compile("^Output for"))).to_have_count(3)
    button(page, "Play").click()
    at_epoch(page, 60)
    press_map(page, 2, 4)  # a point more: the network goes on with it
    expect(page.get_by_text("7 points", exact=True)).to_be_visible()
    assert epoch(page) >= 60
    at_epoch(page, 90)
    button(page, "Pause").click()
    assert float(figures(page)[1]) < 0.5
    page.get_by_role("radio", name="Erase").check()
    press_map(page, 2, 4)
    expect(page.get_by_text("6 points", exact=True)).to_be_visible()
    button(page, "Undo").click()
    expect(page.get_by_text("7 points", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("own=([^_]*_){6}[^_]*$"))
    page.reload()
    expect(page.get_by_text("7 points", exact=True)).to_be_visible()


def test_pasted_points(visit, expect_note):
    """A table is pasted; what is wrong with it is said by line."""
    page = visit("playground")
    data_set(page, "Your own").check()
    button(page, "Paste a table").click()
    text = page.locator("textarea")
    text.fill("x,y,kind\n1,2,cat\n3,four,dog")
    button(page, "Use these points").click()
    expect(page.get_by_role("alert").filter(has_text="Line 3: “four” is not a number.")).to_be_visible()
    text.fill("x,y,kind\n1,2,cat\n3,4,dog\n-1,-2,cat\n0,5,dog")
    button(page, "Use these points").click()
    expect_note(page, "4 points taken; classes cat, dog.")
    expect(page).to_have_url(re.compile("own=1,2,0_3,4,1_-1,-2,0_0,5,1"))


def test_a_pasted_table_keeps_its_names(visit):
    """Columns with units and classes are named wherever the page speaks of them, until all is cleared."""
    page = visit("playground", state="dataset=iris")
    data_set(page, "Your own").check()
    expect(page.get_by_text("petal length (cm)")).to_have_count(0)  # of the irises, which are gone
    expect(page.get_by_text("setosa")).to_have_count(0)
    button(page, "Paste a table").click()
    rows = "150,50,cat\n200,100,dog\n175,75,cat\n160,60,dog\n165,90,cat"
    page.locator("textarea").fill(f"height [cm],weight [kg],animal\n{rows}")
    button(page, "Use these points").click()

    def named(dog: str, cat: str) -> None:
        expect(page.get_by_text("height [cm]", exact=True)).to_be_visible()
        expect(page.get_by_text("weight [kg]", exact=True)).to_be_visible()
        expect(page.get_by_text(dog, exact=True)).to_be_visible()
        expect(page.get_by_text(cat, exact=True)).to_be_visible()
        for role in ("rowheader", "columnheader"):
            expect(page.get_by_role(role, name="dog", exact=True)).to_have_count(1)
        expect(page.get_by_text(re.compile("animal"))).to_be_visible()

    named("dog (+1)", "cat (−1)")
    expect(page.get_by_text("x is (height [cm] − 175) / 5.")).to_be_attached()
    page.reload()
    named("dog (+1)", "cat (−1)")
    page.get_by_role("button", name="中文").click()
    named("dog（+1）", "cat（−1）")
    button(page, "全部清除").click()
    expect(page.get_by_text("height [cm]", exact=True)).to_have_count(0)
    page.keyboard.press("Control+z")
    named("dog（+1）", "cat（−1）")


def test_iris_and_its_columns(visit):
    """The irises' three kinds are told apart; the columns are chosen and name the axes."""
    page = visit("playground", state="dataset=iris&optimizer=adam&learningRate=0.03")
    expect(page.get_by_text("petal length (cm)", exact=True)).to_be_visible()
    page.get_by_label("Across").select_option("sepal length")
    expect(page.get_by_text("sepal length (cm)", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("iris=0,3"))
    button(page, "Play").click()
    at_epoch(page, 40)
    button(page, "Pause").click()
    assert float(figures(page)[3].rstrip("%")) > 80
    expect(page.get_by_role("table", name="Label / Predicted")).to_contain_text("versicolor")


def test_looking_back_and_going_on(visit):
    """The slider goes back through the run; going on from there forgets what came after."""
    page = visit("playground")
    for count in (1, 2, 3):
        button(page, "One step").click()
        expect(page.locator(".bar dd").first).to_have_text(str(count))
    past = page.get_by_label("Look back")
    past.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".bar dd").first).to_have_text("1")
    expect(page.get_by_text("epoch 1 of 3").first).to_be_visible()
    button(page, "Go on from here").click()
    expect(button(page, "Go on from here")).to_have_count(0)
    button(page, "One step").click()
    expect(page.locator(".bar dd").first).to_have_text("2")
    expect(past).to_have_attribute("max", "2")


def test_a_run_that_runs_away(visit):
    """A run that runs away shows where, and how it got there; one press leads to a rate that works."""
    page = visit("playground", state="problem=regression&activation=linear&learningRate=10&xSquared=true")
    button(page, "Play").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("in epoch 1, at step")
    expect(page.locator(".bar dd").first).to_have_text("1")
    button(page, "Use a smaller learning rate").click()
    page.wait_for_function("() => Number(document.querySelector('.bar dd').textContent) > 30")
    expect(alert).to_have_count(0)
    expect(page.get_by_label("Learning rate", exact=True)).to_have_attribute("aria-valuetext", "0.3")


def test_the_learning_rate_changes_in_mid_run(visit):
    """Another learning rate or regularization goes on from the weights as they are; undo takes it back."""
    page = visit("playground")
    button(page, "One step").click()
    expect(page.locator(".bar dd").first).to_have_text("1")
    page.get_by_label("Learning rate", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_label("Regularization", exact=True).select_option("L1")
    expect(page).to_have_url(
        re.compile("regularization=L1.*learningRate=0.03|learningRate=0.03.*regularization=L1")
    )
    button(page, "One step").click()
    expect(page.locator(".bar dd").first).to_have_text("2")
    button(page, "Undo").click()
    button(page, "Undo").click()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_attribute("aria-valuetext", "0.1")
    expect(page.locator(".bar dd").first).to_have_text("2")


def test_weights_outlive_a_lost_connection(visit, lab_server):
    """A run whose server dies goes on by itself from the same epoch when the server is back."""
    page = visit("playground")
    button(page, "Play").click()
    at_epoch(page, 20)
    lab_server.kill()
    expect(page.get_by_text("The connection to the lab was lost")).to_be_visible()
    reached = epoch(page)
    assert reached >= 20
    lab_server.start()
    expect(page.get_by_text("The connection to the lab was lost")).not_to_be_visible()
    at_epoch(page, reached + 5)
    button(page, "Pause").click()


def test_an_experiment_is_saved_and_loaded(visit, expect_note, tmp_path):
    """A file brings back the settings and the weights; a wrong file is refused."""
    page = visit("playground", state="dataset=gauss&networkShape=3")
    button(page, "Play").click()
    at_epoch(page, 10)
    button(page, "Pause").click()
    expect(button(page, "Play")).to_be_visible()
    button(page, "Files and teaching").click()
    with page.expect_download() as download:
        button(page, "Save experiment").click()
    path = tmp_path / "experiment.json"
    download.value.save_as(path)
    saved = figures(page)  # by now the last picture of the moving run has come too
    page.keyboard.press("Escape")
    button(page, "Reset").click()
    expect(data_set(page, "Circle")).to_be_checked()
    expect(page.locator(".bar dd").first).to_have_text("0")
    button(page, "Files and teaching").click()
    page.locator("input[type=file]").set_input_files(path)
    expect(data_set(page, "Two clouds")).to_be_checked()
    expect(page.locator(".bar dd").first).to_have_text(saved[0])
    assert figures(page) == saved
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", encoding="utf-8")
    button(page, "Files and teaching").click()
    page.locator("input[type=file]").set_input_files(wrong)
    expect(page.get_by_text("wrong.json is not a saved playground experiment.")).to_be_visible()


def test_two_runs_side_by_side(visit):
    """A kept run tells how it differs from the present one, survives a reload, and can be brought back."""
    page = visit("playground")
    button(page, "One step").click()
    expect(page.locator(".bar dd").first).to_have_text("1")
    kept = figures(page)
    button(page, "Keep this run").click()
    button(page, "Add a hidden layer").click()
    expect(page.locator(".bar dd").first).to_have_text("0")
    expect(page.get_by_text("layers 4-4", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("layers 4-4", exact=True)).to_be_visible()
    expect(page.get_by_text("3 hidden layers", exact=True)).to_be_visible()
    button(page, "Bring back").click()
    expect(page.locator(".bar dd").first).to_have_text("1")
    assert figures(page) == kept
    expect(page.get_by_text("2 hidden layers", exact=True)).to_be_visible()


def test_a_prediction_is_tried_out(visit):
    """A quiz answer is run in sight before it is judged."""
    page = visit("playground")
    quiz = page.locator("form").filter(has_text="Only one of these can be solved")
    quiz.get_by_label("XOR").check()
    quiz.get_by_role("button", name="Show me").click()
    expect(quiz.get_by_text("Not quite.")).to_be_visible()
    expect(page.get_by_text("no hidden layer", exact=True)).to_be_visible()
    expect(page.locator(".bar dd").first).to_have_text("60")


def test_by_keyboard_alone(visit):
    """The arrow keys walk the network and the map; Enter opens a neuron."""
    page = visit("playground")
    page.locator("[aria-label='Input x']").focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    card = page.get_by_role("dialog", name=re.compile("^Neuron . of layer 1"))
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.locator(".map[role=application]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".said")).to_contain_text(re.compile(r"\(.*\):\s+−?\d"))


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_the_figures_in_the_bar_open(visit, axe_findings, language, theme):
    """Epoch, losses and accuracy open their formulas, points and the engine's lines; axe finds nothing."""
    page = visit("playground", language, color_scheme=theme)
    for row, shown in enumerate(
        ["training/trainer.py", "engine/losses", "engine/losses", "engine/metrics.py"]
    ):
        page.locator(".bar dd").nth(row).get_by_role("button").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text(shown)
        if "losses" in shown:
            expect(dialog.get_by_role("table").get_by_role("row")).to_have_count(
                8
            )  # six points, and the others
        assert axe_findings(page) == []
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()
    cell = page.locator("td").filter(has=page.get_by_role("button")).first.get_by_role("button")
    count = cell.inner_text()
    cell.click()
    expect(page.get_by_role("dialog")).to_contain_text("engine/metrics.py")
    expect(page.get_by_role("dialog")).to_contain_text(count if count != "·" else "0")
    assert axe_findings(page) == []
