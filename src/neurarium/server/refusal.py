"""Refusals: why a request is refused and how to mend it, in the language of whoever asked.

A refusal may meet somebody who has not come to a page with a language of its own yet: a browser is shown a
page in both languages, and programs and scripts get JSON in the language that they ask for.
"""

from collections.abc import Mapping
from html import escape
from typing import Literal, NamedTuple

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response

Language = Literal["en", "zh"]


class Words(NamedTuple):
    """Why a request is refused, and how to mend it, in one language."""

    message: str
    hint: str = ""


class Refusal(NamedTuple):
    """Why a request is refused."""

    status: int
    code: str
    en: Words
    zh: Words
    headers: Mapping[str, str] = {}

    def answer(self, asked: Headers, head: str = "") -> Response:
        """Return the response to a request with these headers; a page has the HTML `head` before its text."""
        if "text/html" in asked.get("accept", ""):
            return HTMLResponse(self._page(head), self.status, self.headers)
        words = self.zh if language(asked) == "zh" else self.en
        error = {"code": self.code, "message": words.message, "hint": words.hint}
        return JSONResponse({"error": error}, self.status, self.headers)

    def _page(self, head: str) -> str:
        parts = [
            f"<section lang={tag}><h1>{escape(words.message)}</h1><p>{escape(words.hint)}</p></section>"
            for tag, words in (("en", self.en), ("zh-CN", self.zh))
        ]
        start = "<!doctype html><html lang=en><meta charset=utf-8><title>Neurarium</title>"
        return start + head + "".join(parts)


def language(asked: Headers) -> Language:
    """Return the language of the lab that a reader likes best (RFC 9110, section 12.5.4); else English."""
    best: tuple[float, Language] = (0.0, "en")
    for item in asked.get("accept-language", "").lower().split(","):
        tag, _, weight = item.partition(";")
        for known in ("en", "zh"):
            if tag.strip().split("-")[0] == known and (q := _quality(weight)) > best[0]:
                best = (q, known)
    return best[1]


def _quality(weight: str) -> float:
    name, _, value = weight.partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 1.0
