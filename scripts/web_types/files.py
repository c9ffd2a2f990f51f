"""The generated files: one for the lab itself, one for each exhibit."""

from dataclasses import fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from neurarium.data.toy import DOMAIN
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import DenseLines
from neurarium.lab import PROTOCOL_VERSION, rules
from neurarium.lab.computed import Computed
from neurarium.lab.diverged import DivergedAt, SmallerRate
from neurarium.lab.error_data import ERROR_DATA
from neurarium.lab.exhibit import Exhibit, settings_type
from neurarium.lab.exhibits import EXHIBITS
from neurarium.lab.preparation import StepView
from neurarium.lab.problem import Problem
from neurarium.lab.proof import Proof
from neurarium.lab.reception import Reception
from neurarium.lab.runs.training_list import ListProgress
from neurarium.lab.tasks import Verdict
from scripts.web_types.module import PLAIN, Module
from scripts.web_types.typescript import script

SOURCES = Path(__file__).resolve().parents[2] / "web" / "src"


SHARED = (
    Phrase,
    Computed,
    DenseLines,
    Proof,
    Problem,
    DivergedAt,
    SmallerRate,
    Verdict,
    ListProgress,
    StepView,
)
"""Parts of the answers of many exhibits, which pieces of the front end know that belong to none."""


def exhibit_file(kind: type[Exhibit]) -> str:
    """Return the file of one exhibit."""
    module = Module("../..", SHARED)
    settings = settings_type(kind)
    view = get_type_hints(kind.view, include_extras=True)["return"]
    module.reader(view)
    module.fields(settings)
    if kind.constants:
        numbers = ", ".join(f"{name}: {script(number)}" for name, number in kind.constants.items())
        module.add(
            "/** Numbers of the lab that are no rule of a setting. */",
            f"export const constants = {{ {numbers} }} as const;",
        )
    module.table(kind, {"open": (settings, view, "Construct the exhibit from its settings.")})
    package = kind.__module__.removesuffix(".exhibit")
    return module.text(f"neurarium.{package.removeprefix('neurarium.')}")


def lab_file() -> str:
    """Return the file of the lab itself: its own operations, and the rules that refusals name."""
    module = Module(".")
    module.add(
        "/** The version of the protocol; the lab refuses another one at `hello`. */",
        f"export const PROTOCOL_VERSION = {PROTOCOL_VERSION};",
    )
    module.add(
        "/** The plane of points goes from -EDGE to EDGE on both sides. */",
        f"export const EDGE = {script(DOMAIN[1])};",
    )
    for kind in SHARED:
        module.reader(kind)
    module.table(Reception, {})
    _rules(module)
    _errors(module)
    return module.text("neurarium.lab")


def _rules(module: Module) -> None:
    """Write what a refusal may say of a parameter: a type, and a reader."""
    kinds: list[Any] = [
        kind for kind in vars(rules).values() if isinstance(kind, type) and "kind" in vars(kind)
    ]
    types, readers = [], []
    for kind in kinds:
        hints = get_type_hints(kind)
        parts = {field.name: _part(module, hints[field.name]) for field in fields(kind)}
        known = "".join(f"; readonly {name}: {written}" for name, (written, _) in parts.items())
        types.append(f"  | {{ readonly kind: '{kind.kind}'{known} }}")
        readers.append(
            f"  {kind.kind}: {{ {', '.join(f'{name}: {read}' for name, (_, read) in parts.items())} }},"
        )
    module.add(
        "/** What a parameter must be: `expected` in the data of the error `bad_param`. */",
        "export type Rule =",
        *types[:-1],
        f"{types[-1]};",
    )
    read, variant = module.use("validate", "type Read"), module.use("validate", "variant")
    module.add(f"export const readRule: {read}<Rule> = {variant}({{", *readers, "});")


def _errors(module: Module) -> None:
    """Write what each refusal speaks of: a reader of its data for each code, and the types."""
    read_of, record = module.use("validate", "type ReadOf"), module.use("validate", "record")
    lines = []
    for code, kind in ERROR_DATA.items():
        parts = [f"{name}: {module.reader(hint)}" for name, hint in get_type_hints(kind).items()]
        written = f"{{ {', '.join(parts)} }}" if parts else "{}"
        lines.append(f"  {code}: {record}({written}),")
    module.add(
        "/** What a refusal speaks of: the reader of its `data`, by its code. */",
        "export const readErrorData = {",
        *lines,
        "};",
        "export type ErrorCode = keyof typeof readErrorData;",
        f"export type ErrorData = {{ readonly [K in ErrorCode]: {read_of}<(typeof readErrorData)[K]> }};",
    )


def _part(module: Module, hint: Any) -> tuple[str, str]:
    """Return type and reader of a field of a rule."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        written, read = _part(module, arguments[0])
        inner = f"({written})" if " " in written else written
        return f"readonly {inner}[]", f"{module.use('validate', 'list')}({read})"
    if origin in (Union, UnionType):
        (item,) = (part for part in arguments if part is not NoneType)
        written, read = _part(module, item)
        return f"{written} | null", f"{module.use('validate', 'nullable')}({read})"
    if issubclass(hint, rules.Rule):
        return "Rule", "(value, path) => readRule(value, path)"
    written = {float: "number", int: "number", bool: "boolean", str: "string"}[hint]
    return written, module.use("validate", PLAIN[hint])


def files() -> dict[Path, str]:
    """Return every generated file."""
    exhibits = {
        SOURCES / "exhibits" / name / "lab.gen.ts": exhibit_file(kind) for name, kind in EXHIBITS.items()
    }
    return {SOURCES / "lab.gen.ts": lab_file()} | exhibits
