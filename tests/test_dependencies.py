"""What is imported is declared, and what `make` installs is what is declared."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = [
    Requirement(line)
    for line in [
        *PROJECT["dependencies"],
        *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
    ]
]


GIVEN = ROOT / "src" / "neurarium" / "lab" / "exhibits" / "code" / "programs"
"""Programs that a learner runs: the page says which packages of theirs are missing."""


def imported_modules() -> set[str]:
    """Return the first names of all modules of others that the package imports anywhere."""
    names = set()
    for source in (ROOT / "src").rglob("*.py"):
        if GIVEN in source.parents:
            continue
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"neurarium"}


def test_what_is_imported_is_declared() -> None:
    """No module is there only because another library happens to need it too."""
    distributions = packages_distributions()
    declared = {requirement.name for requirement in DECLARED}
    missing = {
        name
        for name in imported_modules()
        if not declared & {found.lower() for found in distributions.get(name, [name])}
    }
    assert missing == set()


@pytest.mark.parametrize("pins", ["lab.txt", "dev.txt"])
def test_pinned_versions_are_as_declared(pins: str) -> None:
    """Every version that `make` installs is one that the project declares: no older, and none barred."""
    lines = re.findall(
        r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements" / pins).read_text("utf-8"), re.MULTILINE
    )
    pinned = {name.lower(): Version(version) for name, version in lines}
    assert {"numpy", "pillow", "starlette", "h11"} <= set(pinned)
    wrong = [
        f"{requirement} is pinned at {pinned[requirement.name]}"
        for requirement in DECLARED
        if requirement.name in pinned and pinned[requirement.name] not in requirement.specifier
    ]
    assert wrong == []
