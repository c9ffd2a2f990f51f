"""Words in both languages, read from files beside what they speak of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_CHINESE = "[\u3000-\u9fff\uff00-\uffef“”‘’—…]"
_BREAK = re.compile(f"(?<={_CHINESE})\n(?={_CHINESE})")


@dataclass(frozen=True)
class Words:
    """The same in English and in Chinese: Markdown without TeX."""

    en: str
    zh: str

    def map(self, change: Callable[[str], str]) -> "Words":
        """Return what a function makes of each."""
        return Words(change(self.en), change(self.zh))


def read_words(folder: Path, name: str) -> Words:
    """Read ``NAME.en.md`` and ``NAME.zh.md``. Where a line of Chinese breaks, no space is meant."""
    en, zh = ((folder / f"{name}.{language}.md").read_text(encoding="utf-8") for language in ("en", "zh"))
    return Words(en.strip(), _BREAK.sub("", zh.strip()))


def cut(words: Words, separator: str) -> list[Words]:
    """Return the parts between lines that match `separator`.

    Raises
    ------
    ValueError
        If the languages do not have the same number of parts.
    """
    parts = [re.split(rf"^{separator}\n", text, flags=re.MULTILINE) for text in (words.en, words.zh)]
    return [Words(en.strip(), zh.strip()) for en, zh in zip(*parts, strict=True)]


def entitled(words: Words, mark: str = "#") -> tuple[Words, Words]:
    """Return the title in the first line, which begins with `mark`, and the rest."""
    title = words.map(lambda text: text.partition("\n")[0].removeprefix(mark).strip())
    return title, words.map(lambda text: text.partition("\n")[2].strip())


def numbered(folder: Path) -> dict[str, Path]:
    """Return the folders ``NN-name`` in a folder by their names without the number, in its order."""
    found = sorted(path for path in folder.iterdir() if re.match(r"\d\d-", path.name))
    return {path.name[3:]: path for path in found}
