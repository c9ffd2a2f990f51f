"""Refusals are in the language of whoever asked."""

import re
from typing import get_args

import httpx
import pytest
from starlette.datastructures import Headers

from neurarium.lab.protocol import ErrorCode
from neurarium.server import api, app
from neurarium.server.chinese import in_chinese
from neurarium.server.refusal import language

_HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("fr, zh;q=0.5", "zh"),
        ("zh;q=0.2, en;q=0.7", "en"),
        ("ZH-Hans", "zh"),
        ("zh;q=0", "en"),
        ("zhx", "en"),
        ("*", "en"),
        ("zh;q=much", "zh"),
        ("", "en"),
    ],
)
def test_the_language_that_a_reader_likes_best(accepted, expected):
    """Of the two languages the one with the larger weight, the first of equals; English if there is none."""
    assert language(Headers({"accept-language": accepted})) == expected


@pytest.mark.parametrize("code", sorted({*api._STATUS, *app._CODES.values(), "bad_image", "no_ink"}))
def test_every_code_has_its_own_chinese_words(code):
    """No refusal of the server or of the interface for programs falls back to general words."""
    kinds = {"not_found": {"what": "model", "name": "'x'"}, "bad_param": {"param": "image"}}
    words = in_chinese(code, kinds.get(code, {}) | {"seconds": 2})
    assert words != in_chinese("error", {})
    assert _HAN.search(words.message)
    assert words.message.endswith("。")
    assert "{" not in words.message + words.hint


def test_the_codes_are_those_of_the_lab():
    """The interface for programs knows no code that the lab does not."""
    assert set(api._STATUS) <= set(get_args(ErrorCode))


REQUESTS = [
    ("GET", "/no/such/page", {}, 404),
    ("GET", "/assets/missing.js", {}, 404),
    ("DELETE", "/api/models", {}, 405),
    ("GET", "/ws", {}, 426),
    ("POST", "/api/predict", {"files": {"nothing": ("nothing", b"")}}, 422),
    ("POST", "/api/predict", {"files": {"image": ("a", b"")}, "data": {"model": "nope"}}, 404),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REQUESTS)
def test_refusals_are_in_the_language_asked_for(client: httpx.Client, method, path, body, status):
    """JSON is in English or Chinese as the request says; a browser that navigates gets a page with both."""
    answers = {
        tag: client.request(method, path, headers={"accept-language": tag}, **body) for tag in ("en", "zh-CN")
    }
    assert {answer.status_code for answer in answers.values()} == {status}
    english, chinese = (answer.json()["error"] for answer in answers.values())
    assert english["code"] == chinese["code"]
    assert not _HAN.search(english["message"] + english["hint"])
    assert _HAN.search(chinese["message"])
    page = client.request(method, path, headers={"accept": "text/html"}, **body)
    assert page.status_code == status
    for error in (english, chinese):
        assert f"<h1>{error['message']}</h1>".replace("'", "&#x27;") in page.text
