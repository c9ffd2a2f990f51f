"""The REST interface: reading pictures, listing models, and its own description."""

import io
import math
import select
import socket
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import httpx
import numpy as np
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageDraw, ImageFile
from schemathesis.specs.openapi.checks import positive_data_acceptance
from waiting import LONGEST_WAIT

from neurarium.engine import MLP, Scaling
from neurarium.persist import Model
from neurarium.recognizer import DigitReading, read_digits
from neurarium.server.settings import Limits


def picture(*xs: int, kind: str = "PNG") -> bytes:
    """Return the file of a drawing with an upright stroke at each x."""
    image = Image.new("L", (200, 100), 255)
    for x in xs:
        ImageDraw.Draw(image).line([(x, 20), (x + 4, 80)], fill=0, width=8)
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def reader(seed: int, name: str, month: int) -> Model:
    """Return a network that has learned nothing, but answers."""
    network = MLP([784, 16, 10], seed=seed)
    metrics = {"test_accuracy": 0.1}
    created = f"2026-{month:02}-01T12:00:00+00:00"
    return Model(network, name=name, created=created, scaling=Scaling.unit(), metrics=metrics)


@pytest.fixture(scope="module")
def models(server):
    """Save two models that read digits, a newer one that does not, and a broken file."""
    models = {name: reader(i, name, i) for i, name in enumerate(("old", "new"), 1)}
    iris = Model(MLP([4, 8, 3]), name="iris", created="2026-03-01T12:00:00+00:00")
    for model in (*models.values(), iris):
        server.workspace.models.save(model)
    (server.workspace.models.folder / "broken.safetensors").write_bytes(b"not a model")
    return models


def post(client: httpx.Client, image: bytes | None = None, **fields: str) -> httpx.Response:
    files = {"image": ("photo", image)} if image is not None else {"nothing": ("nothing", b"")}
    return client.post("/api/predict", files=files, data=fields)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF"])
def test_reads_digits(client, models, kind):
    """The digits of a picture come back from left to right, as the best model for digits reads them."""
    image = picture(40, 140, kind=kind)
    answer = post(client, image)
    assert answer.status_code == 200
    assert answer.json()["model"] == "new"
    expected = read_digits(image, models["new"])
    digits = answer.json()["digits"]
    assert [digit["digit"] for digit in digits] == [reading.digit for reading in expected]
    assert len(digits) == 2
    for digit, reading in zip(digits, expected, strict=True):
        assert np.allclose(digit["probabilities"], reading.probabilities)
        assert digit["probability"] == max(digit["probabilities"])
        assert math.isclose(sum(digit["probabilities"]), 1, rel_tol=1e-5)
        assert digit["box"] == pytest.approx(reading.box, abs=1e-3)
    assert digits[0]["box"][0] == pytest.approx(36, abs=3)
    assert digits[1]["box"][0] == pytest.approx(136, abs=3)


def test_pictures_are_decoded_one_at_a_time(client, models, server, monkeypatch):
    """A picture is decoded while the lock is held that all sessions share for it."""
    events: list[str] = []

    class Lock:
        def __enter__(self) -> None:
            events.append("taken")

        def __exit__(self, *_: object) -> None:
            events.append("given back")

    monkeypatch.setattr(server.workspace, "decoding", Lock())
    load = ImageFile.ImageFile.load
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: events.append("decoded") or load(image))
    assert post(client, picture(40)).status_code == 200
    assert (events[0], events[-1]) == ("taken", "given back")
    assert set(events[1:-1]) == {"decoded"}


def test_another_model(client, models):
    """A model can be named."""
    image = picture(40)
    answer = post(client, image, model="old").json()
    assert answer["model"] == "old"
    expected = read_digits(image, models["old"])[0].probabilities
    assert np.allclose(answer["digits"][0]["probabilities"], expected)


def test_a_retrained_model_is_read_anew(client, server, models):
    """When a model's file changes, the next answer comes from the new one."""
    image = picture(40)
    server.workspace.models.save(reader(1, "again", 1))
    before = post(client, image, model="again").json()["digits"][0]["probabilities"]
    server.workspace.models.save(reader(2, "again", 1), overwrite=True)
    after = post(client, image, model="again").json()["digits"][0]["probabilities"]
    assert before != after
    server.workspace.models.path("again").unlink()
    assert post(client, image, model="again").status_code == 404


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("nope", 404, "not_found"),
        ("../new", 404, "not_found"),
        ("new.safetensors", 404, "not_found"),
        ("a" * 1000, 404, "not_found"),
        ("iris", 422, "bad_model"),
        ("broken", 422, "bad_model"),
    ],
)
def test_models_that_cannot_be_used(client, models, name, status, code):
    """A name that is no model, and a model that cannot read digits, get different errors."""
    answer = post(client, picture(40), model=name)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code


def test_before_anything_is_trained(start):
    """Without a model the answer says so, and what to do; the list is empty."""
    with start().client() as client:
        answer = post(client, picture(40))
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "no_model"
        assert answer.json()["error"]["hint"]
        assert client.get("/api/models").json() == {"models": []}


def bomb(side: int) -> bytes:
    """Return a small PNG file that unpacks to side x side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeezed, row = zlib.compressobj(9), bytes(side // 8 + 1)
    rows = b"".join(squeezed.compress(row) for _ in range(side)) + squeezed.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_decompression_bomb(client, models):
    """A small file that would unpack to a huge picture is refused by its header."""
    file = bomb(30_000)
    assert len(file) < 2**20
    answer = post(client, file)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (b"", "bad_image"),
        (b"hello", "bad_image"),
        (picture(40)[:100], "bad_image"),
        (picture(40, kind="JPEG")[:300], "bad_image"),
        (b"%PDF-1.7", "bad_image"),
        (picture(), "no_ink"),
    ],
)
def test_pictures_that_cannot_be_read(client, models, image, code):
    """A broken, foreign or empty picture is refused with its reason."""
    answer = post(client, image)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == code


def test_oversized_uploads(start):
    """A body beyond the limit is refused, whether it tells its size, lies about it, or comes in pieces."""
    with start(limits=Limits(message_bytes=50_000)).client() as client:
        assert post(client, bytes(100_000)).status_code == 413
        boundary = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'
        kind = {"content-type": "multipart/form-data; boundary=x"}

        def pieces():
            yield boundary
            for _ in range(100):
                yield bytes(1000)
            yield b"\r\n--x--\r\n"

        answer = client.post("/api/predict", content=pieces(), headers=kind)
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "too_large"
        assert client.get("/api/models").status_code == 200


def test_programs_do_not_hold_pages_up(start, ask, monkeypatch):
    """However many pictures programs send, a few are taken, others must wait; pages are still served."""
    server, go_on, at_work = start(limits=Limits(api_requests=3)), threading.Event(), threading.Semaphore(0)
    server.workspace.models.save(reader(1, "model", 1))

    def read(*_: object) -> list[DigitReading]:
        at_work.release()
        go_on.wait()
        return []

    monkeypatch.setattr("neurarium.server.api.read_digits", read)
    with server.client() as client, ThreadPoolExecutor(20) as pool, server.connect() as session:
        try:
            answers = [pool.submit(post, client, picture(40)) for _ in range(20)]
            assert at_work.acquire(timeout=LONGEST_WAIT)
            refused = [answer.result() for answer in islice(as_completed(answers, timeout=LONGEST_WAIT), 17)]
            for answer in refused:
                assert answer.status_code == 503
                assert int(answer.headers["retry-after"]) >= 1
                assert answer.json()["error"]["code"] == "busy"
            assert client.get("/api/models").status_code == 503
            assert ask(session, "neuron", "open")["ok"]
            assert client.get("/").status_code == 200
        finally:
            go_on.set()
        assert sum(answer.result().status_code == 200 for answer in answers) == 3
        assert post(client, picture(40)).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "multipart/form-data; boundary=x", 422),
        (b"garbage", "multipart/form-data; boundary=x", 400),
        (b"garbage", "multipart/form-data", 400),
        (b"--x\r\n" * 2000, "multipart/form-data; boundary=x", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="image"\r\n\r\ntext\r\n--x--',
            "multipart/form-data; boundary=x",
            422,
        ),
        (b"image=1", "application/x-www-form-urlencoded", 422),
        (b'{"image": 1}', "application/json", 422),
        (b"x", "", 422),
        (b"--x\r\nA: " + b"a" * 100_000, "multipart/form-data; boundary=x", 400),
    ],
)
def test_broken_forms(client, models, body, kind, status):
    """A body that is no form, or a form without the picture, is refused as what it is."""
    answer = client.post("/api/predict", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


# Starlette leaves the temporary file of a part that never ended to the garbage collector.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_a_form_that_was_cut_short(client, models):
    """A body that ends in the middle of the picture is no form with a picture."""
    body = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\ncut'
    answer = client.post(
        "/api/predict", content=body, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 422


def test_lists_models(client, models):
    """The list has every file, newest first, with what is known of it."""
    listed = client.get("/api/models").json()["models"]
    assert [line["name"] for line in listed if "error" not in line] == ["iris", "new", "old"]
    by_name = {line["name"]: line for line in listed}
    assert by_name["new"]["layers"] == [784, 16, 10]
    assert by_name["new"]["parameters"] == 784 * 16 + 16 + 16 * 10 + 10
    assert by_name["new"]["test_accuracy"] == 0.1
    assert by_name["iris"]["test_accuracy"] is None
    assert "not" in by_name["broken"]["error"]


def test_needs_the_token(server, stranger, models):
    """The interface takes the token in the header, as any program can send it, and nothing without it."""
    headers = {"authorization": f"Bearer {server.settings.token}"}
    files = {"image": ("a.png", picture(40))}
    assert stranger.post("/api/predict", files=files, headers=headers).status_code == 200
    assert stranger.post("/api/predict", files=files).status_code == 401


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ("POST /api/predict HTTP/1.1\r\nHost: evil.example\r\n", 403),
        ("POST /api/predict HTTP/1.1\r\nHost: OWN\r\n", 401),
        (
            "POST /api/models HTTP/1.1\r\nHost: OWN\r\nAuthorization: Bearer TOKEN\r\nConnection: close\r\n",
            405,
        ),
    ],
)
def test_a_refusal_waits_for_the_body(server, request_, status):
    """A client that still sends could not read the refusal: the answer comes when it is through."""
    own, token = f"127.0.0.1:{server.settings.port}", server.settings.token
    head = request_.replace("OWN", own).replace("TOKEN", token)
    head += "Connection: close\r\nContent-Length: 200000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.settings.port), timeout=LONGEST_WAIT) as connection:
        connection.sendall(head.encode() + bytes(100_000))
        assert select.select([connection], [], [], 0.3)[0] == []
        connection.sendall(bytes(100_000))
        with connection.makefile("rb") as stream:
            answer = stream.read()  # up to the end, which is no reset
    assert answer.startswith(f"HTTP/1.1 {status}".encode())
    assert b'"error"' in answer


def test_keeps_to_its_description(server, models):
    """Whatever is sent, by the description or against it, the answers are as the description says."""
    headers = {"Authorization": f"Bearer {server.settings.token}"}
    schema = schemathesis.openapi.from_url(f"{server.settings.origin}/api/openapi.json", headers=headers)
    operations = [result.ok() for result in schema.get_all_operations()]
    # The description's own address is left out: it has been fetched already.
    assert {operation.label for operation in operations} == {"POST /api/predict", "GET /api/models"}
    for operation in operations:
        good, bad = (operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode)

        @settings(suppress_health_check=list(HealthCheck))
        @given(case=good | bad)
        def check(case):
            # That a file is a picture with a digit on it is nothing that a description can demand.
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        check()
