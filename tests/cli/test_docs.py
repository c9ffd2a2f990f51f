"""docs/cli.md says what the commands say."""

import importlib.util
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def script() -> Any:
    """Load scripts/cli_docs.py."""
    spec = importlib.util.spec_from_file_location("cli_docs", ROOT / "scripts" / "cli_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date() -> None:
    """If this fails: python scripts/cli_docs.py."""
    page = script().page()
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == page


def test_the_page_has_every_command_and_option() -> None:
    """Nothing that can be typed is missing."""
    import typer

    from neurarium.cli.app import app

    page = script().page()
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert f"## neurarium {name}\n" in page
        for parameter in command.params:
            assert f"`{parameter.opts[0]}" in page or parameter.param_type_name == "argument"
