"""The exhibit `recognise`: reading, steps, reasons, units, own digits, short trainings."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFile

from neurarium.data.handwriting import STEPS
from neurarium.engine import MLP, Network, Scaling
from neurarium.engine.layers import BatchNorm, Dense, Residual
from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits.recognise.own_digits import MOST_DIGITS, OwnDigits
from neurarium.lab.exhibits.recognise.own_split import hold_out
from neurarium.lab.exhibits.recognise.reader import Reader
from neurarium.lab.layer_groups import layer_groups
from neurarium.lab.model_cache import NamedModel
from neurarium.lab.protocol import LabError
from neurarium.persist import Model
from neurarium.training import Dataset, TrainConfig, Trainer

SEVEN = [np.array([[120, 60], [270, 60], [180, 260]])]
FOUR = [np.array([[170, 40], [110, 160], [250, 160]]), np.array([[215, 100], [205, 260]])]
THREE = [np.array([[x, 60], [x + 60, 60], [x + 20, 200]]) for x in (40, 160, 280)]
SMALL = [np.array([[330, 220], [375, 220], [350, 285]])]


@pytest.fixture(scope="module")
def trained(raw_mnist) -> Model:
    """A small network that has really learned, from a part of MNIST."""
    network = MLP([784, 32, 10], seed=1)
    data = Dataset(raw_mnist.x_train[:12000], raw_mnist.y_train[:12000], scaling=Scaling.unit())
    Trainer(network, data, TrainConfig(epochs=3, backend="numpy")).fit()
    return Model(network, scaling=Scaling.unit(), name="small", metrics={"test_accuracy": 0.9})


@pytest.fixture
def stocked(workspace: Workspace, trained: Model) -> Workspace:
    """The workspace with the trained model in it."""
    workspace.models.save(trained)
    return workspace


def random_model(**options) -> Model:
    return Model(MLP([784, 16, 10], seed=0, **options), scaling=Scaling.unit(), name="random")


def png(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


# --- reading ------------------------------------------------------------------------------------------------


def test_reads_a_drawing(stocked, ask):
    """A drawn 7 is read as 7; the probabilities sum to 1, and the box is where it was drawn."""
    reading = ask("recognise", "open", strokes=SEVEN)["reading"]
    [digit] = reading["digits"]
    assert digit["answer"]["digit"] == 7
    assert digit["answer"]["probability"] == pytest.approx(digit["answer"]["probabilities"][7])
    assert digit["answer"]["probabilities"].sum() == pytest.approx(1, abs=1e-5)
    assert digit["image"].shape == (28, 28)
    x, y, width, height = digit["box"]
    assert x == pytest.approx(120 - 10, abs=6)
    assert (y, width) == (pytest.approx(60 - 10, abs=6), pytest.approx(170, abs=12))
    assert height == pytest.approx(220, abs=12)


def test_reads_a_picture_as_it_reads_the_drawing(stocked, ask, raw_mnist):
    """Dark ink on a white picture is read too; its box is in the picture's own pixels."""
    image = raw_mnist.x_test[0].reshape(28, 28)  # a 7
    page = np.full((420, 600), 255, np.uint8)
    page[70:350, 200:480] = 255 - np.kron(image, np.ones((10, 10), np.uint8))
    ask("recognise", "open")
    reading = ask("recognise", "read", image=png(page))
    assert reading["size"] == [600, 420]
    [digit] = reading["digits"]
    assert digit["answer"]["digit"] == 7
    assert 200 < digit["box"][0] < 330


def test_pictures_are_decoded_one_at_a_time(tmp_path, monkeypatch):
    """A picture is decoded while the lock is held that all sessions share for it; a drawing needs none."""
    events: list[str] = []

    class Lock:
        def __enter__(self) -> None:
            events.append("taken")

        def __exit__(self, *_: object) -> None:
            events.append("given back")

    workspace = Workspace(tmp_path)
    workspace.decoding = Lock()
    load = ImageFile.ImageFile.load
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: events.append("decoded") or load(image))
    lab = Lab(workspace)
    for writing in ({"image": png(np.full((60, 60), 255, np.uint8))}, {"strokes": SEVEN}):
        reply = lab.handle({"id": 1, "exhibit": "recognise", "op": "open", "params": writing})
        assert reply["ok"], reply
    assert (events[0], events[-1]) == ("taken", "given back")
    assert set(events[1:-1]) == {"decoded"}


def test_several_digits_are_read_from_the_left(stocked, ask):
    """Three sevens beside each other are three digits, in order."""
    ask("recognise", "open")
    digits = ask("recognise", "read", strokes=THREE)["digits"]
    assert [digit["answer"]["digit"] for digit in digits] == [7, 7, 7]
    lefts = [digit["box"][0] for digit in digits]
    assert lefts == sorted(lefts)
    assert ask("recognise", "detail", focus=2)["focus"] == 2
    assert ask("recognise", "detail", focus=99)["focus"] == 2


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        ({"strokes": [np.array([[200.0, 150.0]])]}, "no_ink"),
        ({"image": png(np.full((200, 200), 255, np.uint8))}, "no_ink"),
        ({"image": b"this is no picture"}, "bad_image"),
        ({"image": png(np.zeros((4, 4), np.uint8))}, "bad_image"),
    ],
)
def test_what_cannot_be_read_says_so(stocked, ask, writing, code):
    """A dot, an empty sheet, a text, a picture of four pixels: no digits, and the reason by its code."""
    ask("recognise", "open")
    reading = ask("recognise", "read", **writing)
    assert reading["digits"] == []
    assert reading["problem"]["code"] == code
    assert ask("recognise", "detail")["problem"]["code"] == code
    assert ask("recognise", "open", **writing)["reading"]["problem"]["code"] == code


def test_nothing_written_is_no_problem(stocked, ask, refusal):
    """An empty drawing area is where everybody begins; there is just nothing to look at."""
    reading = ask("recognise", "open")["reading"]
    assert reading["digits"] == []
    assert reading["problem"] is None
    assert refusal("recognise", "why")["code"] == "no_ink"
    assert refusal("recognise", "flip", step="crop")["code"] == "no_ink"


def test_open_restores_everything(stocked, ask):
    """The state is its parameters: opened anew with them, it reads the same."""
    state = {"model": "small", "off": ["centre"], "silenced": [[0, 3]], "strokes": FOUR}
    before = ask("recognise", "open", **state)
    ask("recognise", "read", strokes=SEVEN)
    after = ask("recognise", "open", **state)
    np.testing.assert_array_equal(
        before["reading"]["digits"][0]["answer"]["logits"], after["reading"]["digits"][0]["answer"]["logits"]
    )
    assert after["settings"] == {"model": "small", "off": ["centre"], "silenced": [[0, 3]]}


# --- without a model, with a wrong one ----------------------------------------------------------------------


def test_without_a_model_one_can_still_draw(ask, refusal):
    """There are no answers, but the digit is prepared; what needs a network says so."""
    view = ask("recognise", "open", strokes=SEVEN)
    assert view["model"] is None
    assert view["problem"]["code"] == "no_model"
    assert view["reading"]["digits"][0]["answer"] is None
    assert len(ask("recognise", "detail")["steps"]) == len(STEPS)
    assert refusal("recognise", "why")["code"] == "no_model"
    assert refusal("recognise", "tune")["code"] == "not_found"


def test_a_model_that_is_not_there(stocked, ask):
    """An old link may name a model that is gone: the exhibit opens all the same and says it."""
    assert ask("recognise", "open", model="gone")["problem"]["code"] == "not_found"
    assert ask("recognise", "configure", model="small")["problem"] is None


# --- steps --------------------------------------------------------------------------------------------------


def test_every_step_is_shown(stocked, ask):
    """All steps in their order, each with a small picture and its real size."""
    ask("recognise", "open", strokes=SEVEN)
    steps = ask("recognise", "detail")["steps"]
    assert tuple(step["name"] for step in steps) == STEPS
    assert all(max(step["image"].shape) <= 160 for step in steps)
    assert steps[0]["size"][0] > 160
    np.testing.assert_array_equal(
        steps[-1]["image"], ask("recognise", "read", strokes=SEVEN)["digits"][0]["image"]
    )


def test_a_step_switched_off(stocked, ask):
    """What is read then, is read differently; what would be read otherwise is told beside."""
    plain = ask("recognise", "open", strokes=SMALL)["reading"]["digits"][0]
    without = ask("recognise", "configure", off=["crop", "centre"])["reading"]
    assert not np.array_equal(without["digits"][0]["image"], plain["image"])
    assert without["plain"][0]["digit"] == plain["answer"]["digit"]
    steps = {step["name"]: step for step in ask("recognise", "detail")["steps"]}
    assert steps["crop"]["off"]
    assert not steps["frame"]["off"]


def test_flip_tells_what_a_step_is_worth(stocked, ask):
    """Flipping a step gives what switching it would give, and leaves the stage as it is."""
    before = ask("recognise", "open", strokes=SMALL)["reading"]["digits"][0]["answer"]
    flipped = ask("recognise", "flip", step="frame")
    switched = ask("recognise", "configure", off=["frame"])["reading"]["digits"][0]["answer"]
    assert flipped["off"]
    assert flipped["digits"][flipped["here"]]["digit"] == switched["digit"]
    assert flipped["digits"][0]["probability"] == pytest.approx(switched["probability"], rel=1e-5)
    back = ask("recognise", "flip", step="frame")
    assert not back["off"]
    assert back["digits"][0]["digit"] == before["digit"]


# --- why ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", [(None, None), (4, 9), (0, 1)])
def test_shares_sum_to_the_gap(stocked, ask, pair):
    """Pixels and biases sum to the difference of the two logits, and so do the units."""
    answer = ask("recognise", "open", strokes=FOUR)["reading"]["digits"][0]["answer"]
    why = ask("recognise", "why", towards=pair[0], away=pair[1])
    expected = (answer["digit"], answer["second"]) if pair == (None, None) else pair
    assert (why["towards"], why["away"]) == expected
    gap = float(answer["logits"][expected[0]]) - float(answer["logits"][expected[1]])
    assert why["gap"] == pytest.approx(gap, rel=1e-5, abs=1e-5)
    pixels = why["pixels"]
    assert pixels["shares"].sum() + sum(pixels["biases"]) == pytest.approx(gap, rel=1e-4, abs=1e-5)
    assert pixels["towards"] + pixels["away"] == pytest.approx(pixels["shares"].sum())
    units = why["units"]
    assert units["units"].sum() + units["bias"] == pytest.approx(gap, rel=1e-4, abs=1e-5)
    np.testing.assert_allclose(units["units"], units["outputs"] * (units["to_towards"] - units["to_away"]))
    assert units["bias"] == units["biases"][0] - units["biases"][1]


def test_paper_has_no_share(workspace, ask):
    """Where there is no ink nothing is added, also when pixels were standardised and paper is not 0."""
    workspace.models.save(replace(random_model(), scaling=Scaling(33.3, 1 / 78.6)))
    image = ask("recognise", "open", strokes=FOUR)["reading"]["digits"][0]["image"]
    why = ask("recognise", "why")
    assert (why["pixels"]["shares"][image == 0] == 0).all()
    np.testing.assert_allclose(why["pixels"]["shares"], image / 255 * why["pixels"]["slopes"], atol=1e-6)
    assert why["pixels"]["total"] == pytest.approx(why["gap"], rel=1e-4, abs=1e-5)


def test_a_curved_network_says_what_is_exact(workspace, ask):
    """With tanh there are no exact pixel shares; those of the hidden units still sum to the gap."""
    workspace.models.save(random_model(activation="tanh"))
    ask("recognise", "open", strokes=FOUR)
    why = ask("recognise", "why")
    assert why["pixels"] is None
    assert why["curved"] == "tanh"
    assert why["units"]["total"] == pytest.approx(why["gap"], rel=1e-4, abs=1e-5)


def test_the_default_pair_never_compares_a_digit_with_itself(stocked, ask):
    """Asked about one digit only, it is compared with the answer, or the answer with the second best."""
    answer = ask("recognise", "open", strokes=FOUR)["reading"]["digits"][0]["answer"]
    for towards in range(10):
        assert ask("recognise", "why", towards=towards)["away"] != towards
    assert ask("recognise", "why", towards=answer["digit"])["away"] == answer["second"]


# --- units --------------------------------------------------------------------------------------------------


def test_a_unit_adds_up(stocked, ask):
    """The shown terms, the rest and the bias are the weighted sum; its activation is in the reading."""
    reading = ask("recognise", "open", strokes=FOUR)["reading"]
    unit = ask("recognise", "unit", layer=0, unit=5)
    terms = unit["terms"]
    shown = terms["shares"][terms["top"]].sum()
    assert shown + terms["rest"] + terms["bias"] == pytest.approx(terms["total"], rel=1e-4, abs=1e-5)
    assert terms["total"] == pytest.approx(unit["z"], rel=1e-4, abs=1e-4)
    assert unit["a"] == pytest.approx(max(0, unit["z"]))
    assert reading["digits"][0]["answer"]["hidden"][0][5] == pytest.approx(unit["a"], abs=1e-5)
    np.testing.assert_allclose(unit["slopes"].ravel(), terms["weights"], rtol=1e-5)
    np.testing.assert_array_equal(
        unit["outgoing"], stocked.models.load("small").network.parameters[1]["W"][5]
    )


def test_a_silenced_unit_is_silent(stocked, ask):
    """It gives 0, the answer is that of a network without it, and it tells what it would have given."""
    plain = ask("recognise", "open", strokes=FOUR)["reading"]["digits"][0]["answer"]
    loudest = int(plain["hidden"][0].argmax())
    reading = ask("recognise", "configure", silenced=[[0, loudest]])["reading"]
    answer = reading["digits"][0]["answer"]
    network = stocked.models.load("small").network
    assert answer["hidden"][0][loudest] == 0
    expected = plain["logits"] - plain["hidden"][0][loudest] * network.parameters[1]["W"][loudest]
    np.testing.assert_allclose(answer["logits"], expected, rtol=1e-4, atol=1e-4)
    assert reading["plain"][0]["digit"] == plain["digit"]
    unit = ask("recognise", "unit", layer=0, unit=loudest)
    assert unit["silenced"]
    assert unit["a"] == pytest.approx(plain["hidden"][0][loudest], rel=1e-4)


def test_units_that_are_not_there(stocked, ask, refusal):
    """A link made for a larger network silences what there is; looking at a missing unit is refused."""
    assert ask("recognise", "open", silenced=[[0, 3], [0, 999], [7, 0]], strokes=FOUR)["settings"][
        "silenced"
    ] == [[0, 3]]
    for layer, unit in ((0, 32), (1, 0)):
        assert refusal("recognise", "unit", layer=layer, unit=unit)["code"] == "not_found"


def test_deep_normalised_and_residual_networks(workspace, ask):
    """Every kind of hidden layer can be looked at and silenced; what has no exact picture has none."""
    layers = [
        Dense(784, 12, "linear"),
        BatchNorm(12, "relu"),
        Residual((Dense(12, 12, "relu"),)),
        Dense(12, 8, "tanh"),
        Dense(8, 10, "softmax"),
    ]
    network = Network(layers, seed=3)
    network.theta[...] += np.random.default_rng(4).normal(0, 0.05, network.theta.size).astype(np.float32)
    assert [(b.first, b.last, b.activation_layer, b.size) for b in layer_groups(network)] == [
        (0, 1, 1, 12),
        (2, 2, 2, 12),
        (3, 3, 3, 8),
        (4, 4, 4, 10),
    ]
    workspace.models.save(Model(network, scaling=Scaling.unit(), name="deep"))
    silenced = [[0, 1], [1, 2], [2, 3]]
    view = ask("recognise", "open", strokes=FOUR, silenced=silenced)
    hidden = view["reading"]["digits"][0]["answer"]["hidden"]
    assert [hidden[layer][unit] for layer, unit in silenced] == [0, 0, 0]
    assert view["model"]["layers"] == [784, 12, 12, 8, 10]
    assert view["model"]["curved"] == "tanh"
    normalised, residual, last = (ask("recognise", "unit", layer=i, unit=0) for i in range(3))
    assert normalised["normalised"]
    assert normalised["outgoing"] is None
    assert residual["terms"] is None
    assert residual["slopes"] is not None
    assert last["slopes"] is not None  # its own bend comes after its sum
    assert last["terms"]["weights"].shape == (12,)
    flows = ask("recognise", "detail")["flows"]
    assert [len(flow["value"]) for flow in flows] == [60, 0, 60, 60]


def test_flows_are_activation_times_weight(stocked, ask):
    """The connections drawn into the output carry what the hidden units send along them."""
    answer = ask("recognise", "open", strokes=FOUR)["reading"]["digits"][0]["answer"]
    flow = ask("recognise", "detail")["flows"][1]
    W = stocked.models.load("small").network.parameters[1]["W"]
    carried = answer["hidden"][0][flow["start"]] * W[flow["start"], flow["end"]]
    np.testing.assert_allclose(flow["value"], carried, rtol=1e-4)
    assert (np.diff(np.abs(flow["value"])) <= 1e-7).all()


def test_other_outputs_are_shares_too():
    """Ten sigmoids are read as shares that sum to 1."""
    reader = Reader(NamedModel("x", random_model(output="sigmoid")))
    [answer] = reader.answers(np.full((1, 28, 28), 9, np.uint8))
    assert answer.probabilities.sum() == pytest.approx(1, abs=1e-6)


# --- own digits ---------------------------------------------------------------------------------------------


def test_a_correction_is_kept(stocked, ask):
    """A corrected digit is in the set, as the network saw it, with its strokes; and can be deleted."""
    image = ask("recognise", "open", strokes=SEVEN)["reading"]["digits"][0]["image"]
    assert ask("recognise", "correct", label=1) == {"count": 1, "most": MOST_DIGITS}
    assert ask("recognise", "correct", label=7)["count"] == 2
    sheet = ask("recognise", "own")
    assert sheet["labels"].tolist() == [1, 7]
    assert sheet["answers"].tolist() == [7, 7]
    assert (sheet["right"], sheet["scored"], sheet["learned"]) == (1, 2, [False, False])
    np.testing.assert_array_equal(sheet["images"][0], image)
    kept = OwnDigits(stocked.folder / "digits").all()[0]
    np.testing.assert_allclose(kept.strokes[0], SEVEN[0])
    assert kept.answer == 7
    assert (
        ask("recognise", "forget", ids=[sheet["ids"][0], "../../etc/passwd", ""])["ids"] == sheet["ids"][1:]
    )
    assert ask("recognise", "forget", all=True)["ids"] == []


def test_a_digit_of_a_picture_keeps_its_cutting(stocked, ask):
    """What came from a picture keeps the part of the picture that it came from."""
    page = np.full((300, 400), 255, np.uint8)
    page[50:250, 180:205] = 0
    ask("recognise", "open", image=png(page))
    ask("recognise", "correct", label=1)
    [kept] = OwnDigits(stocked.folder / "digits").all()
    cutting = Image.open(io.BytesIO(kept.picture))
    assert max(cutting.size) <= 128
    assert np.asarray(cutting).mean() < 40  # ink


def test_the_set_is_bounded(tmp_path, monkeypatch):
    """Beyond the limit nothing is kept, and the error says what to do."""
    monkeypatch.setattr("neurarium.lab.exhibits.recognise.own_digits.MOST_DIGITS", 2)
    own = OwnDigits(tmp_path / "digits")
    image = np.zeros((28, 28), np.uint8)
    own.add(1, None, image)
    own.add(2, 3, image)
    with pytest.raises(LabError, match="at most 2") as error:
        own.add(3, None, image)
    assert error.value.code == "too_large"
    with pytest.raises(LabError, match="bytes"):
        OwnDigits(tmp_path / "other").add(3, None, image, [np.zeros((50_000, 2))])
    assert [digit.label for digit in own.all()] == [1, 2]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"label": 1}',
        '{"label": 10, "answer": null, "pixels": "", "strokes": [], "picture": ""}',
    ],
)
def test_foreign_files_are_passed_over(tmp_path, content):
    """A broken or foreign file in the folder is no digit, and no error."""
    own = OwnDigits(tmp_path)
    own.add(5, 3, np.full((28, 28), 7, np.uint8))
    (tmp_path / "20260101-000000-000000-abcd.json").write_text(content)
    (tmp_path / "notes.json").write_text(json.dumps({"label": 1}))
    [digit] = own.all()
    assert (digit.label, digit.answer, int(digit.image[0, 0])) == (5, 3, 7)


# --- short trainings ----------------------------------------------------------------------------------------


def advanced(ask) -> Iterator[dict]:
    while True:
        progress = ask("recognise", "advance", steps=200)
        yield progress
        if progress["finished"]:
            return


def test_trains_when_there_is_no_model(workspace, ask, refusal, monkeypatch):
    """A training goes on slice by slice; when it is over the model is saved, scored and read with."""
    shorten(monkeypatch)
    ask("recognise", "open", strokes=SEVEN)
    assert refusal("recognise", "advance")["code"] == "not_found"
    assert ask("recognise", "train", epochs=1)["share"] == 0
    assert refusal("recognise", "train")["code"] == "busy"
    *_, last = advanced(ask)
    assert last["share"] == 1
    assert last["name"] == "classic"
    assert last["after"]["mnist"] > 0.7
    view = ask("recognise", "configure")
    assert view["model"]["name"] == "classic"
    assert view["reading"]["digits"][0]["answer"] is not None
    assert workspace.models.entries()[0].test_accuracy == last["after"]["mnist"]


def test_a_training_with_distorted_digits_is_told_apart(workspace, ask, monkeypatch):
    """A network that learned from distorted digits is saved as such, and says so when it is on stage."""
    shorten(monkeypatch)
    ask("recognise", "open")
    ask("recognise", "train", epochs=1)
    list(advanced(ask))
    assert ask("recognise", "configure")["model"]["distorted"] is False
    ask("recognise", "train", epochs=1, distorted=True)
    *_, last = advanced(ask)
    assert last["name"] == "handwriting"
    assert last["after"]["mnist"] > 0.5
    assert ask("recognise", "configure", model="handwriting")["model"]["distorted"] is True


def test_a_training_can_be_given_up(workspace, ask, monkeypatch):
    """Stopped before its end, it leaves nothing."""
    shorten(monkeypatch)
    ask("recognise", "open")
    ask("recognise", "train", epochs=2)
    ask("recognise", "advance", steps=1)
    ask("recognise", "stop")
    assert workspace.models.names() == []


def test_tuning_learns_the_learners_hand(stocked, ask, refusal, monkeypatch):
    """After a training that a 7 is a 1, it is read as 1; MNIST is not forgotten; the old model stays.

    Of five digits one is held out: on it the models are scored, and no other counts on the sheet.
    """
    shorten(monkeypatch)
    ask("recognise", "open", strokes=SEVEN)
    for _ in range(5):
        ask("recognise", "correct", label=1)
    assert refusal("recognise", "tune", name="a/b")["data"]["param"] == "name"
    ask("recognise", "tune", epochs=10)
    *_, last = advanced(ask)
    assert last["own_held"] == 1
    assert last["before"]["own"] == 0
    assert last["after"]["own"] == 1
    assert last["after"]["mnist"] > 0.8
    assert last["name"] == "small-own"
    tuned = ask("recognise", "configure", model="small-own")
    assert tuned["reading"]["digits"][0]["answer"]["digit"] == 1
    sheet = ask("recognise", "own")
    assert (sheet["right"], sheet["scored"], sum(sheet["learned"])) == (1, 1, 4)
    assert ask("recognise", "configure", model="small")["reading"]["digits"][0]["answer"]["digit"] == 7
    assert ask("recognise", "own")["scored"] == 5


def test_a_single_digit_is_learned_and_not_scored(stocked, ask, monkeypatch):
    """Where nothing can be held out there is no score, rather than one on what was learned."""
    shorten(monkeypatch)
    ask("recognise", "open", strokes=SEVEN)
    ask("recognise", "correct", label=1)
    ask("recognise", "tune", epochs=1)
    *_, last = advanced(ask)
    assert (last["own_held"], last["before"]["own"], last["after"]["own"]) == (0, None, None)
    ask("recognise", "configure", model="small-own")
    assert ask("recognise", "own")["scored"] == 0


@pytest.mark.parametrize("count", [2, 4, 5, 12, 40])
def test_a_fifth_is_held_out_and_stays_so(tmp_path, count):
    """Held out are a fifth, at least one, of all labels in turn; never one that was learned before."""
    own = OwnDigits(tmp_path)
    for i in range(count):
        own.add(i % 4, None, np.full((28, 28), i, np.uint8))
    kept = own.all()
    learned, held = hold_out(kept, ())
    assert len(held) == max(1, count // 5)
    assert sorted(d.id for d in learned + held) == [d.id for d in kept]
    assert len({digit.label for digit in held}) == min(4, len(held))
    again, still_held = hold_out(kept, {digit.id for digit in learned})
    assert [digit.id for digit in still_held] == [digit.id for digit in held]
    assert [digit.id for digit in again] == [digit.id for digit in learned]


def test_a_score_is_counted_step_by_step(stocked, workspace, ask, raw_mnist, monkeypatch):
    """No request reads all test images at once; the score is what the saved models really reach."""
    shorten(monkeypatch)
    ask("recognise", "open", strokes=SEVEN)
    for _ in range(2):
        ask("recognise", "correct", label=1)
    assert ask("recognise", "tune", epochs=1)["before"] is None
    shares = [0.0]
    while (progress := ask("recognise", "advance", steps=1))["before"] is None:
        shares.append(progress["share"])
    assert len(shares) == 17  # 64 of 1,000 test images in a step, and the learner's own in one more
    assert np.diff(shares).min() > 0
    *_, last = advanced(ask)
    x, y = raw_mnist.x_test[:1000], raw_mnist.y_test[:1000]
    for name, score in (("small", last["before"]), ("small-own", last["after"])):
        answers = workspace.models.load(name).predict(x).argmax(axis=1)
        assert score["mnist"] == np.mean(answers == y)


def shorten(monkeypatch) -> None:
    """Let the lessons learn from a part of MNIST, by the reference: a test need not learn much."""
    from neurarium.data import mnist

    whole = mnist("raw")
    part = replace(
        whole,
        x_train=whole.x_train[:3000],
        y_train=whole.y_train[:3000],
        x_test=whole.x_test[:1000],
        y_test=whole.y_test[:1000],
    )
    monkeypatch.setattr("neurarium.lab.exhibits.recognise.short_training.digits", lambda: part)


# --- tasks --------------------------------------------------------------------------------------------------


def test_three_digits(stocked, ask):
    """Three digits are three, one is not."""
    ask("recognise", "open", strokes=SEVEN)
    verdict = ask("recognise", "check", task="three_digits")
    assert (verdict["missing"], verdict["values"]) == ("digits", {"digits": 1})
    ask("recognise", "read", strokes=THREE)
    assert ask("recognise", "check", task="three_digits")["done"]


def test_silence(stocked, ask):
    """Done by one unit that changes the answer; not by one that does not, nor by many."""
    plain = ask("recognise", "open", strokes=FOUR)["reading"]["digits"][0]["answer"]
    by_unit = {}
    for unit in range(32):
        changed = ask("recognise", "configure", silenced=[[0, unit]])["reading"]["digits"][0]["answer"]
        by_unit[unit] = changed["digit"] != plain["digit"]
        assert ask("recognise", "check", task="silence")["done"] == by_unit[unit]
    assert not all(by_unit.values())
    ask("recognise", "configure", silenced=[[0, unit] for unit in range(32)])
    verdict = ask("recognise", "check", task="silence")
    assert (verdict["missing"], verdict["values"]) == ("units", {"units": 32})
    ask("recognise", "configure", silenced=[[0, 0]], off=["crop"])
    assert ask("recognise", "check", task="silence")["missing"] == "steps"
    same = next(unit for unit, differs in by_unit.items() if not differs)
    ask("recognise", "configure", silenced=[[0, same]])
    verdict = ask("recognise", "check", task="silence")
    assert (verdict["missing"], verdict["values"]) == ("same", {"answer": plain["digit"]})
    ask("recognise", "read", strokes=[])
    assert ask("recognise", "check", task="silence")["missing"] == "digit"


def test_a_unit_whose_silence_changes_the_answer_can_be_found(stocked, ask):
    """Between a clear 1 and a clear 7 there is a writing that one silent unit turns."""
    for bar in range(40, 150, 5):
        writing = [np.array([[200 - bar, 60], [200, 60], [160, 260]])]
        answer = ask("recognise", "open", strokes=writing)["reading"]["digits"][0]["answer"]
        if answer["probability"] < 0.8:
            for unit in range(32):
                ask("recognise", "configure", silenced=[[0, unit]])
                if ask("recognise", "check", task="silence")["done"]:
                    return
    pytest.fail("no unit turns any of them")


def test_corner(stocked, ask):
    """Done if without crop and centring the answer is another one; not with everything on."""
    ask("recognise", "open", strokes=SMALL)
    assert ask("recognise", "check", task="corner")["missing"] == "steps"
    reading = ask("recognise", "configure", off=["crop", "centre"])["reading"]
    differs = reading["digits"][0]["answer"]["digit"] != reading["plain"][0]["digit"]
    assert ask("recognise", "check", task="corner")["done"] == differs
    assert differs
    ask("recognise", "configure", off=["crop", "centre"], silenced=[[0, 0]])
    assert ask("recognise", "check", task="corner")["missing"] == "silenced"
    ask("recognise", "read", strokes=[])
    assert ask("recognise", "check", task="corner")["missing"] == "digit"


def test_a_seven_with_a_short_bar_is_read_as_one(stocked, ask):
    """The task is done by a real writing: most of what makes a 7 is its bar."""
    short = [np.array([[160, 60], [200, 60], [160, 260]])]
    assert ask("recognise", "open", strokes=short)["reading"]["digits"][0]["answer"]["digit"] == 1
    ask("recognise", "correct", label=7)
    assert ask("recognise", "check", task="seven_as_one")["done"]


def test_seven_as_one(workspace, ask):
    """Done once the learner says that what was read as 1 is a 7; another writing is another matter."""
    model = random_model()
    model.network.theta[...] = 0
    model.network.parameters[1]["b"][1] = 5  # always says 1
    workspace.models.save(model)
    ask("recognise", "open", strokes=SEVEN)
    assert ask("recognise", "check", task="seven_as_one")["missing"] == "correction"
    ask("recognise", "correct", label=7)
    assert ask("recognise", "check", task="seven_as_one")["done"]
    ask("recognise", "read", strokes=FOUR)
    assert not ask("recognise", "check", task="seven_as_one")["done"]
    ask("recognise", "correct", label=4)
    verdict = ask("recognise", "check", task="seven_as_one")
    assert (verdict["missing"], verdict["values"]) == ("other", {"answer": 1, "label": 4})


def test_quiz(stocked, ask, refusal):
    """The questions are answered by what the network does with real strokes."""
    ask("recognise", "open", strokes=SEVEN)
    verdict = ask("recognise", "check", task="quiz_letter", answer="digit")
    assert verdict["done"]
    assert 0 < verdict["values"]["probability0"] <= 1
    assert not ask("recognise", "check", task="quiz_letter", answer="none")["done"]
    verdict = ask("recognise", "check", task="quiz_small", answer="same")
    assert verdict["values"]["digit0"] == verdict["values"]["digit1"] == 7
    assert verdict["done"]


def test_snapshot(workspace, check_snapshot):
    """The answers are what the front end's readers expect."""
    workspace.models.save(random_model())
    lists = [stroke.tolist() for stroke in FOUR]
    check_snapshot(
        "recognise",
        [
            ("no drawing", "open", {}),
            ("a four", "open", {"strokes": lists}),
            ("read", "read", {"strokes": lists}),
            ("detail", "detail", {}),
            ("flip", "flip", {"step": "crop"}),
            ("why", "why", {}),
            ("unit", "unit", {"layer": 0, "unit": 3}),
            ("corrected", "correct", {"label": 4}),
            ("own", "own", {}),
            ("tuning", "tune", {"epochs": 1, "name": "mine"}),
            ("tuning stopped", "stop", {}),
            ("training", "train", {"epochs": 1}),
            ("a step of it", "advance", {"steps": 1}),
            ("training stopped", "stop", {}),
            ("check", "check", {"task": "three_digits"}),
            ("altered", "configure", {"off": ["crop", "centre"], "silenced": [[0, 1]]}),
            ("a dot", "read", {"strokes": [[[5, 5]]]}),
            ("no such model", "configure", {"model": "gone"}),
            ("refused", "open", {"off": ["magic"]}),
            ("forgotten", "forget", {"all": True}),
        ],
        volatile=("created", "ids", "message", "loss", "accuracy"),
    )


def test_a_model_that_is_not_to_be_trusted_is_marked(stocked, ask):
    """It reads only if it is chosen; view and list say why it is not to be trusted, and which is the best."""
    best = ask("recognise", "open")["best"]
    noise = replace(
        random_model(), name="noise", config={"shuffle_labels": True}, metrics={"test_accuracy": 0.1}
    )
    stocked.models.save(replace(noise, created="2099-01-01T00:00:00+00:00"))
    view = ask("recognise", "open")
    assert view["best"] == view["model"]["name"] == best
    assert view["model"]["doubt"] is None
    assert {line["name"]: line["doubt"] for line in view["models"]} == {
        "noise": "shuffled_labels",
        best: None,
    }
    view = ask("recognise", "configure", model="noise")
    assert (view["best"], view["model"]["doubt"]) == (best, "shuffled_labels")
