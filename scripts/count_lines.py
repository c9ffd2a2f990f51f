"""Count the lines written by hand: of each exhibit, and the median file of the front end.

``python -m scripts.count_lines``. An exhibit is its Python, its part of the front end with its lessons, and
its tests (``*.test.ts``, ``test_ID*.py``); what ``scripts.web_types`` writes (``lab.gen.ts``) does not count.
"""

from collections.abc import Iterable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web" / "src"
WRITTEN = {".py", ".ts", ".svelte", ".css", ".md"}


def written(folder: Path, pattern: str) -> list[Path]:
    """Return the files below a folder that people wrote."""
    found = (path for path in folder.glob(pattern) if path.suffix in WRITTEN)
    return sorted(path for path in found if not path.name.endswith(".gen.ts"))


def lines(paths: Iterable[Path]) -> int:
    """Return how many lines files have together."""
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def exhibit(name: str) -> tuple[int, int]:
    """Return the lines of an exhibit without its tests, and those of its tests."""
    module = name.replace("-", "_")
    web = written(WEB / "exhibits" / name, "**/*")
    tests = {path for path in web if ".test." in path.name}
    python = ROOT / "src" / "neurarium" / "lab" / "exhibits"
    of_python = [*written(python, f"{module}.py"), *written(python / module, "**/*")]
    tests |= {
        path
        for folder in ("lab/exhibits", "e2e")
        for path in written(ROOT / "tests" / folder, f"test_{module}*")
    }
    return lines({*of_python, *web} - tests), lines(tests)


def main() -> None:
    """Print the table."""
    names = sorted(path.name for path in (WEB / "exhibits").iterdir() if path.is_dir())
    counted = {name: exhibit(name) for name in names}
    counted["together"] = (sum(a for a, _ in counted.values()), sum(b for _, b in counted.values()))
    print(f"{'':<16}{'without tests':>14}{'with tests':>14}")
    for name, (own, tests) in counted.items():
        print(f"{name:<16}{own:>14,}{own + tests:>14,}")
    front_end = written(WEB, "**/*")
    for what, files in (
        ("with tests", front_end),
        ("without tests", [path for path in front_end if ".test." not in path.name]),
    ):
        print(
            f"web/src, {what}: {len(files)} files, median {median(map(lines, ([f] for f in files))):g} lines"
        )


if __name__ == "__main__":
    main()
