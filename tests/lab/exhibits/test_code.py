"""The code lab without a kernel: what is kept, compared, opened and refused."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab import Lab, LabError, Workspace
from neurarium.lab.exhibits.code.attempting import difference
from neurarium.lab.exhibits.code.attempts import Attempts
from neurarium.lab.exhibits.code.notebook import cells_of, from_notebook, to_notebook
from neurarium.lab.exhibits.code.requests import LONGEST_SOURCE

Ask = Callable[..., Any]

# --- without a kernel -------------------------------------------------------------------------------------


def test_without_processes_the_exhibit_says_so(ask: Ask, refusal: Ask) -> None:
    """Where there are no kernels the page opens, tells why, and `run` is refused for the same reason."""
    view = ask("code", "open")
    assert view["obstacle"] == {"reason": "no_processes", "what": ""}
    assert view["kernel"]["phase"] == "off"
    assert ask("code", "output", since=0)["events"] == []
    assert ask("code", "arrive", page="tab") == {"kernel": "new"}
    assert ask("code", "stop")["phase"] == "off"
    assert ask("code", "variables")["known"]
    error = refusal("code", "run", source="1")
    assert (error["code"], error["data"]["reason"]) == ("kernel", "no_processes")


# --- programs ---------------------------------------------------------------------------------------------


def test_a_program_is_kept_as_it_is_typed(workspace: Workspace, ask: Ask) -> None:
    """What was saved last is there in the next session, to the letter."""
    ask("code", "open")
    assert ask("code", "draft", name="own") == {"name": "own", "source": None}
    text = "print('你好 \\n 🙂')\n\t# end"
    ask("code", "save", name="own", source="first")
    kept = ask("code", "save", name="own", source=text)
    assert [(each["name"], each["lines"]) for each in kept] == [("own", 2)]
    later = Lab(Workspace(workspace.folder))
    for op, params in (("open", {}), ("draft", {"name": "own"})):
        reply = later.handle({"id": 1, "exhibit": "code", "op": op, "params": params})
    assert reply["data"] == {"name": "own", "source": text}  # type: ignore[typeddict-item]
    assert ask("code", "discard", name="own") == []
    assert ask("code", "draft", name="own")["source"] is None
    assert ask("code", "discard", name="own") == []


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "..", ".hidden", "a\\b", "", " a", "a ", "nul", "COM1", "a\nb"]
)
def test_no_name_leads_out_of_the_folder(workspace: Workspace, ask: Ask, refusal: Ask, name: str) -> None:
    """A name is one that a file can have anywhere; nothing is read or written outside the folder."""
    ask("code", "open")
    outside = workspace.folder / "code" / "x.py"
    outside.parent.mkdir(parents=True, exist_ok=True)
    outside.write_text("secret")
    before = sorted(workspace.folder.rglob("*"))
    for op, params in (("save", {"source": "1"}), ("draft", {}), ("discard", {})):
        error = refusal("code", op, name=name, **params)
        assert (error["code"], error["data"]["param"]) == ("bad_param", "name")
    assert sorted(workspace.folder.rglob("*")) == before


def test_names_of_people_are_names(ask: Ask) -> None:
    """Chinese names, spaces and numbers in brackets are fine."""
    ask("code", "open")
    for name in ("我的程序", "my program (2)", "a", "net-2"):
        ask("code", "save", name=name, source=name)
        assert ask("code", "draft", name=name)["source"] == name


# --- attempts ---------------------------------------------------------------------------------------------


def add(
    attempts: Attempts, score: float | None, program: str = "mlp", source: str = "1\n", **told: str
) -> None:
    """Keep an attempt."""
    attempts.add(program, source, 1.5, score=score, seed=3, configuration=told, versions={"numpy": "2.1"})


def test_attempts_are_listed_and_the_best_is_marked(workspace: Workspace, ask: Ask) -> None:
    """Each program has its table; of equal scores the first is the best; without scores none is."""
    attempts = Attempts(workspace)
    for score in (0.9, None, 0.95, 0.95):
        add(attempts, score, hidden="(128,)")
    add(attempts, None, program="xor")
    ask("code", "open")
    table = ask("code", "attempts", program="mlp")
    assert [row["number"] for row in table["rows"]] == [1, 2, 3, 4]
    assert (table["best"], table["left_out"], table["problem"]) == (3, 0, "")
    row = table["rows"][0]
    assert row["configuration"] == {"hidden": "(128,)"}
    assert (row["score"], row["seconds"], row["seed"], row["versions"]) == (0.9, 1.5, 3, {"numpy": "2.1"})
    assert ask("code", "attempts", program="xor")["best"] is None
    assert len(ask("code", "attempts")["rows"]) == 5


def test_attempts_are_deleted_one_or_all(workspace: Workspace, ask: Ask, refusal: Ask) -> None:
    """A deleted attempt is gone for every later session too, and its number is not given again."""
    attempts = Attempts(workspace)
    for score in (0.1, 0.2, 0.3):
        add(attempts, score)
    add(attempts, 0.4, program="xor")
    ask("code", "open")
    assert [row["number"] for row in ask("code", "forget", number=2)["rows"]] == [1, 3]
    error = refusal("code", "forget", number=2)
    assert error["data"] == {"what": "attempt", "name": "2"}
    assert refusal("code", "attempt", number=99)["code"] == "not_found"
    add(attempts, 0.5)
    assert [kept.attempt.number for kept in Attempts(workspace).all("mlp")] == [1, 3, 5]
    assert ask("code", "forget_all", program="mlp")["rows"] == []
    assert [kept.attempt.number for kept in Attempts(workspace).all()] == [4]
    assert ask("code", "forget_all")["rows"] == []
    assert Attempts(workspace).all() == []


def test_two_attempts_are_compared(workspace: Workspace, ask: Ask) -> None:
    """The comparison shows what the second has changed, with its surroundings, and hides the rest."""
    lines = [f"line {i}" for i in range(30)]
    attempts = Attempts(workspace)
    add(attempts, 0.1, source="\n".join(lines))
    lines[15] = "changed"
    add(attempts, 0.2, source="\n".join(lines))
    ask("code", "open")
    found = ask("code", "compare", one=1, other=2)
    assert (found["one"]["number"], found["other"]["score"]) == (1, 0.2)
    assert [(line["kind"], line["text"]) for line in found["lines"]] == [
        ("gap", "12"),
        ("same", "line 12"),
        ("same", "line 13"),
        ("same", "line 14"),
        ("less", "line 15"),
        ("more", "changed"),
        ("same", "line 16"),
        ("same", "line 17"),
        ("same", "line 18"),
        ("gap", "11"),
    ]
    assert ask("code", "attempt", number=1)["source"].endswith("line 29")


LINES = st.lists(st.sampled_from("abc"), max_size=25)


@given(LINES, LINES)
def test_both_programs_can_be_read_from_a_comparison(before: list[str], after: list[str]) -> None:
    """Lines of the first and of the second are all there, in their order, or counted in a gap."""
    one, other = "\n".join(before), "\n".join(after)
    for side, source in (("less", one), ("more", other)):
        rebuilt: list[str | None] = []
        for line in difference(one, other):
            if line.kind == "gap":
                rebuilt += [None] * int(line.text)
            elif line.kind in {"same", side}:
                rebuilt.append(line.text)
        wanted = source.splitlines()
        assert len(rebuilt) == len(wanted)
        assert all(line is None or line == text for line, text in zip(rebuilt, wanted, strict=True))


def test_attempts_are_exported(workspace: Workspace, ask: Ask) -> None:
    """The CSV has a column for each name of a configuration, and what was told is in it unchanged."""
    attempts = Attempts(workspace)
    add(attempts, 0.5, hidden='(256, 128), "wide"')
    add(attempts, None, rate="0.1")
    ask("code", "open")
    rows = list(csv.DictReader(io.StringIO(ask("code", "csv", program="mlp")["text"])))
    assert [row["hidden"] for row in rows] == ['(256, 128), "wide"', ""]
    assert [row["rate"] for row in rows] == ["", "0.1"]
    assert [row["score"] for row in rows] == ["0.5", ""]


KILLED = """
import os, random, signal, sys, threading
from pathlib import Path
from neurarium.lab import Workspace
from neurarium.lab.exhibits.code.attempts import Attempts

attempts, rng = Attempts(Workspace(Path(sys.argv[1]))), random.Random(7)
for kill in range(int(sys.argv[2])):
    delay = rng.uniform(0, 0.02)
    writer = os.fork()
    if writer == 0:
        for i in range(3):
            attempts.add("mlp", "x" * 5000, 1.0, score=float(kill))
        threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
        while True:
            attempts.add("mlp", "y" * 50_000, 1.0)
    _, status = os.waitpid(writer, 0)
    print(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it takes a fork to be killed so often")
def test_attempts_survive_kills(workspace: Workspace) -> None:
    """Whenever its process is killed, all attempts that it had kept before are there, whole."""
    kills = 12
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(workspace.folder), str(kills)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.split() == ["-9"] * kills, run.stderr
    found = Attempts(workspace).all()
    kept = [each for each in found if each.attempt.score is not None]
    assert [each.attempt.score for each in kept] == [kill for kill in range(kills) for _ in range(3)]
    assert all(each.source == "x" * 5000 for each in kept)
    assert all(each.source in {"x" * 5000, "y" * 50_000} for each in found)
    assert [each.attempt.number for each in found] == list(range(1, len(found) + 1))


def test_a_damaged_file_loses_only_what_is_damaged(workspace: Workspace) -> None:
    """A line cut off, bytes of something else, and lines that are no attempts are passed over."""
    attempts = Attempts(workspace)
    add(attempts, 0.1)
    path = workspace.folder / "code" / "attempts.jsonl"
    with path.open("ab") as stream:
        stream.write(b'{"program": 3}\n\xff\xfe\n[1]\n{"forget": "all"}\n{"forget": [[], {}, null, 9]}\n')
        stream.write(b'{"program": "mlp", "source": "cut of')
    add(attempts, 0.2)
    for reader in (attempts, Attempts(workspace)):
        assert [each.attempt.score for each in reader.all()] == [0.1, 0.2]


# --- files ------------------------------------------------------------------------------------------------

PARTS = st.text(st.sampled_from("ab #%\n\t'\"\\é"), max_size=40)


@given(st.lists(st.tuples(st.sampled_from(["code", "markdown"]), PARTS), min_size=2, max_size=5))
def test_cells_come_back_from_a_program(cells: list[tuple[str, str]]) -> None:
    """A notebook's cells, as one program and back, are the same cells."""

    def plain(text: str) -> str:
        lines = [line for line in text.split("\n") if not line.startswith("# %%")]
        return "\n".join(lines).strip()

    cells = [(kind, plain(text)) for kind, text in cells]
    notebook = {
        "nbformat": 4,
        "metadata": {},
        "cells": [{"cell_type": kind, "source": text} for kind, text in cells],
    }
    found = cells_of(from_notebook(json.dumps(notebook)))
    assert [(kind, plain(text)) for kind, text in found] == [
        (kind, "\n".join(line.rstrip() for line in text.split("\n")) if kind == "markdown" else text)
        for kind, text in cells
    ]


def test_a_program_written_as_a_notebook_is_one() -> None:
    """The notebook has what Jupyter's format asks of each cell, and gives the program back."""
    source = "import numpy as np\n\n# %% [markdown]\n# # Title\n#\n# Text\n\n# %%\nprint(np.pi)\n"
    notebook = json.loads(to_notebook(source))
    assert (notebook["nbformat"], notebook["metadata"]["kernelspec"]["language"]) == (4, "python")
    assert [cell["cell_type"] for cell in notebook["cells"]] == ["code", "markdown", "code"]
    assert "".join(notebook["cells"][1]["source"]) == "# Title\n\nText"
    for cell in notebook["cells"]:
        assert set(cell) >= {"id", "metadata", "source"}
        assert (cell["cell_type"] == "code") == ({"outputs", "execution_count"} <= set(cell))
    again = from_notebook(to_notebook(source))
    assert again == "# %%\n" + source
    assert from_notebook(to_notebook("x = 1\ny = 2\n")) == "x = 1\ny = 2\n"


@pytest.mark.parametrize(
    ("name", "file", "reason"),
    [
        ("a.py", b"\xff\xfe\x00", "not_text"),
        ("a.py", b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        ("a.py", b"print(1)\x00", "not_text"),
        ("a.ipynb", b"print(1)", "not_json"),
        ("a.ipynb", b"[" * 100_000, "not_json"),
        ("a.ipynb", b"[]", "not_notebook"),
        ("a.IPYNB", b'{"nbformat": 3, "worksheets": []}', "version"),
        ("a.ipynb", b'{"nbformat": 4, "cells": [3]}', "not_notebook"),
        ("a.ipynb", b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "not_notebook"),
        (
            "a.ipynb",
            b'{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"language": "julia"}}}',
            "language",
        ),
        ("a.py", b"x" * (LONGEST_SOURCE + 1), "too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." not in value else None,
)
def test_what_is_no_program_is_refused(ask: Ask, refusal: Ask, name: str, file: bytes, reason: str) -> None:
    """A file that cannot be opened is refused with the reason."""
    ask("code", "open")
    error = refusal("code", "from_file", name=name, file=file)
    assert (error["code"], error["data"]["reason"]) == ("bad_program", reason)


def test_programs_are_opened_from_files(ask: Ask) -> None:
    """The name of the file becomes that of the program, without folders; line ends are made plain."""
    ask("code", "open")
    opened = ask("code", "from_file", name="C:\\work\\my_net.v2.py", file=b"\xef\xbb\xbfx = 1\r\ny = 2\r")
    assert opened == {"name": "my_net v2", "source": "x = 1\ny = 2\n"}
    for name in ("../../etc/passwd", "...", "你好.ipynb", "x" * 255):
        file = b'{"nbformat": 4, "cells": []}'
        found = ask("code", "from_file", name=name, file=file)["name"]
        ask("code", "save", name=found, source="")  # it is a name that can be saved under
    assert ask("code", "to_notebook", source="1")["text"].endswith("}\n")


def test_only_whole_texts_are_saved(workspace: Workspace, ask: Ask, refusal: Ask, tmp_path: Path) -> None:
    """A folder that cannot be written to is told of, and what was saved before stays."""
    ask("code", "open")
    ask("code", "save", name="own", source="kept")
    blocked = workspace.folder / "code" / "programs" / "blocked.py"
    blocked.mkdir()
    (blocked / "x").write_text("")
    assert refusal("code", "save", name="blocked", source="1")["code"] == "internal"
    assert ask("code", "draft", name="own")["source"] == "kept"
    assert ask("code", "draft", name="blocked")["source"] is None


def test_what_a_kernel_lacks_is_an_error_of_the_lab(workspace: Workspace) -> None:
    """A workspace without a host refuses kernels in words."""
    with pytest.raises(LabError, match="no process"):
        workspace.kernels.new(workspace.folder)
