"""Write docs/cli.md from the commands themselves; with --check only say whether it is up to date."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from neurarium.cli.app import app
from neurarium.training.presets import PRESETS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
HEAD = """# The command line

<!-- Written by scripts/cli_docs.py from the commands' own help: edit that, then run the script. -->

Results go to standard output, everything else (progress, messages, errors) to standard error. With `--json`
standard output has one JSON object, on one line, and nothing else. The status is 0 if all was done, 1 if
something failed, 2 if the command was used in a wrong way, and 130 if Ctrl-C ended it; a training that Ctrl-C
stops keeps what was learned, and its status is 0. A model is given by its name (see `neurarium models`) or as
a file. The tables show defaults in parentheses.
"""


def page() -> str:
    """Return the whole page."""
    group = typer.main.get_command(app)
    parts = [HEAD, *_command("neurarium", group)]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        parts += _command(f"neurarium {name}", command)
    return "\n".join(parts)


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    tail = ["COMMAND"] if hasattr(command, "commands") else []
    usage = " ".join([name, *(p.metavar for p in arguments), *(["[OPTIONS]"] if options else []), *tail])
    yield f"## {name}\n"
    yield f"```\n{usage}\n```\n"
    yield f"{command.help}\n"
    if arguments:
        yield "| Argument | |\n|---|---|"
        yield "\n".join(f"| `{_cell(p.metavar)}` | {_cell(p.help)} |" for p in arguments) + "\n"
    for panel, members in _panels(options).items():
        yield f"| {panel} | |\n|---|---|"
        yield "\n".join(f"| {_flags(p)} | {_cell(_help(p))} |" for p in members) + "\n"
    if any("--preset" in p.opts for p in options):
        yield "| Preset | |\n|---|---|"
        yield "\n".join(f"| `{p.name}` | {_cell(p.about)} |" for p in PRESETS.values()) + "\n"
    examples = command.epilog.split("\n\n")[1:]
    yield "```console\n" + "\n".join(f"$ {line}" for line in examples) + "\n```\n"


def _panels(options: list[Any]) -> dict[str, list[Any]]:
    panels: dict[str, list[Any]] = {}
    for option in options:
        panels.setdefault(option.rich_help_panel or "Options", []).append(option)
    return panels


def _flags(option: Any) -> str:
    value = "" if option.is_flag else f" {option.metavar}"
    return ", ".join(f"`{flag}{_cell(value)}`" for flag in (*option.opts, *option.secondary_opts))


def _help(option: Any) -> str:
    default = option.default
    shown = default is not None and not option.is_flag and option.show_default is not False
    return f"{option.help} Default: {default}." if shown else str(option.help)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        if PAGE.read_text(encoding="utf-8") != page():
            sys.exit(f"{PAGE} is out of date: run python scripts/cli_docs.py")
    else:
        PAGE.write_text(page(), encoding="utf-8")
        print(f"Written: {PAGE}")
