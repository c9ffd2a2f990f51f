"""One generated file."""

import inspect
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from neurarium.lab import rules
from neurarium.lab.exhibit import Exhibit, operations
from neurarium.lab.params import is_required, rules_of
from neurarium.lab.values import Axes
from scripts.web_types.declarations import comments, shapes, summary
from scripts.web_types.typescript import bounds, doc, last_word, literal, script, wrapped

PLAIN = {bool: "flag", int: "number", float: "number", str: "text", NoneType: "nothing"}
"""Readers of plain values."""


class Module:
    """One generated file: what it defines, and what it needs of others.

    Parameters
    ----------
    root
        The way from the file to `web/src`.
    shared
        The dataclasses that are defined in `web/src/lab.gen.ts`, for all.
    """

    def __init__(self, root: str, shared: Collection[type[Any]] = ()) -> None:
        self._root = root
        self._shared = shared
        self._kinds: dict[str, type[Any]] = {}
        self._lines: list[str] = []
        self._imports: dict[str, set[str]] = {}

    def text(self, source: str) -> str:
        """Return the file."""
        head = f"// Written by scripts/web_types from {source}: edit that, then run the script."
        imports = [
            wrapped(f"import {{ {', '.join(sorted(names, key=last_word))} }} from '{self._root}/{file}';")
            for file, names in sorted(self._imports.items())
        ]
        return "\n".join([head, *imports, *self._lines]) + "\n"

    def use(self, file: str, name: str) -> str:
        """Import a name; return it as it is written in the code."""
        self._imports.setdefault(file, set()).add(name)
        return name.removeprefix("type ")

    def add(self, *lines: str) -> None:
        """Write lines."""
        self._lines += ["", *(part for line in lines for part in wrapped(line).split("\n"))]

    # --- answers ----------------------------------------------------------------------------------------

    def reader(self, hint: Any) -> str:
        """Return the reader of a value with this annotation; what it is made of is defined first."""
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._annotated(*arguments)
        if hint in PLAIN:
            return self.use("validate", PLAIN[hint])
        if origin is Literal:
            return f"{self.use('validate', 'choice')}({literal(arguments)})"
        if origin in (Union, UnionType):
            (item,) = (part for part in arguments if part is not NoneType)
            return f"{self.use('validate', 'nullable')}({self.reader(item)})"
        if origin in (list, tuple) and (origin is list or arguments[-1] is Ellipsis):
            return f"{self.use('validate', 'list')}({self.reader(arguments[0])})"
        if origin is tuple:
            return f"{self.use('validate', 'tuple')}({', '.join(map(self.reader, arguments))})"
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return f"{self.use('validate', 'mapOf')}({self.reader(arguments[1])})"
        if hint in (object, Any):
            return self.use("validate", "anything")
        if isinstance(hint, type) and issubclass(hint, tuple):  # a named tuple
            hints = get_type_hints(hint).values()
            return f"{self.use('validate', 'tuple')}({', '.join(map(self.reader, hints))})"
        if isinstance(hint, type) and is_dataclass(hint):
            return self._record(hint)
        raise TypeError(
            f"an answer is declared as {hint}: declare plain values, dataclasses, or arrays with Axes"
        )

    def _annotated(self, hint: Any, *notes: Any) -> str:
        axes = [note for note in notes if isinstance(note, Axes)]
        if axes:
            counts = sorted({len(each.names) for each in axes})
            return f"{self.use('validate', 'array')}({', '.join(map(str, counts))})"
        return self._by_rule(notes[0], hint)

    def _by_rule(self, rule: rules.Rule, hint: Any) -> str:
        match rule:
            case rules.Choice(options=options):
                return f"{self.use('validate', 'choice')}({literal(options)})"
            case rules.Optional(item):
                (inner,) = (part for part in get_args(hint) if part is not NoneType)
                return f"{self.use('validate', 'nullable')}({self._by_rule(item, inner)})"
            case rules.List(rules.Choice() as item):
                return f"{self.use('validate', 'list')}({self._by_rule(item, str)})"
            case rules.Array(shape=shape):
                return f"{self.use('validate', 'array')}({len(shape)})"
        return self.reader(hint)

    def _record(self, kind: type[Any]) -> str:
        name = f"read{kind.__name__}"
        if kind in self._shared:
            return self.use("lab.gen", name)
        if kind.__name__ in self._kinds:
            if self._kinds[kind.__name__] is not kind:
                raise TypeError(f"two dataclasses of one exhibit are called {kind.__name__}")
            return name
        self._kinds[kind.__name__] = kind
        hints = get_type_hints(kind, include_extras=True)
        notes = comments(kind)
        lines = [
            line
            for field in fields(kind)
            for line in (
                *doc(notes.get(field.name, ""), shapes(hints[field.name]), indent=2),
                f"  {field.name}: {self.reader(hints[field.name])},",
            )
        ]
        record, read_of = self.use("validate", "record"), self.use("validate", "type ReadOf")
        self.add(
            *doc(summary(kind)),
            f"export const {name} = {record}({{",
            *lines,
            "});",
            f"export type {kind.__name__} = {read_of}<typeof {name}>;",
        )
        return name

    # --- parameters -------------------------------------------------------------------------------------

    def params(self, kind: Any | None) -> str:
        """Return the type of the parameters of an operation."""
        if kind is None or not fields(kind):
            return self.use("frame/contract", "type NoParams")
        name: str = kind.__name__.removesuffix("Params") + "Params"
        if name in self._kinds:
            return name
        self._kinds[name] = kind
        hints, notes = get_type_hints(kind), comments(kind)
        sent = {field: self._sent(rule, hints[field]) for field, rule in rules_of(kind).items()}
        self.add(
            *doc(summary(kind)),
            f"export interface {name} {{",
            *(
                line
                for field in fields(kind)
                for line in (
                    *doc(notes.get(field.name, ""), indent=2),
                    f"  readonly {field.name}{'' if is_required(field) else '?'}: {sent[field.name]};",
                )
            ),
            "}",
        )
        return name

    def _sent(self, rule: rules.Rule, hint: Any) -> str:
        match rule:
            case rules.Number() | rules.Integer():
                return "number"
            case rules.Choice(options=options):
                return " | ".join(f"'{option}'" for option in options)
            case rules.Flag():
                return "boolean"
            case rules.Text():
                return "string"
            case rules.Bytes():
                return "Uint8Array"
            case rules.Array():
                return f"{self.use('validate', 'type NdArray')} | {self.use('validate', 'type Nested')}"
            case rules.List(item):
                arguments = get_args(hint)
                if arguments[-1] is not Ellipsis:
                    return f"readonly [{', '.join(self._sent(item, each) for each in arguments)}]"
                inner = self._sent(item, arguments[0])
                return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
            case rules.Optional(item):
                (inner,) = (part for part in get_args(hint) if part is not NoneType)
                return f"{self._sent(item, inner)} | null"
        raise TypeError(f"no type for {rule}")

    # --- settings in the address -------------------------------------------------------------------------

    def fields(self, kind: Any) -> None:
        """Write a field of the address for each setting that a link can hold, and the rules of the others."""
        kept, others = [], []
        for field in fields(kind):
            rule = rules_of(kind)[field.name]
            made = self._field(rule, field.default)
            if made is not None:
                kept.append(f"  {field.name}: {made},")
            else:
                others.append(f"  {field.name}: {script(rule.described())},")
        if kept:
            about = "/** How a link holds each setting, with the lab's own default. */"
            self.add(about, "export const fields = {", *kept, "};")
        if others:
            self.add(
                "/** What the lab takes for the settings that have no field. */", "export const rules = {"
            )
            self._lines += [*(part for line in others for part in wrapped(line).split("\n")), "} as const;"]

    def _field(self, rule: rules.Rule, default: Any) -> str | None:
        match rule:
            case rules.Number(low, high):
                name, arguments = "numberField", [script(default), bounds(low, high)]
            case rules.Integer(low, high):
                name, arguments = "integerField", [script(default), bounds(low, high)]
            case rules.Choice(options=options):
                name, arguments = "choiceField", [literal(options), script(default)]
            case rules.Flag():
                name, arguments = "flagField", [script(default)]
            case rules.Text(longest):
                name, arguments = "textField", [script(default), str(longest)]
            case rules.List(rules.Number(low, high), least, most):
                name, arguments = "numbersField", [script(default), bounds(low, high), f"[{least}, {most}]"]
            case rules.List(rules.Integer(low, high), least, most):
                name, arguments = "integersField", [script(default), bounds(low, high), f"[{least}, {most}]"]
            case rules.List(rules.Choice(options=options), least, most):
                name, arguments = "choicesField", [literal(options), script(default), f"[{least}, {most}]"]
            case rules.List(rules.Text(longest), least, most):
                name, arguments = "textsField", [script(default), str(longest), f"[{least}, {most}]"]
            case _:
                return None
        return f"{self.use('frame/codec', name)}({', '.join(arguments)})"

    # --- the table of operations ------------------------------------------------------------------------

    def table(self, kind: type[Exhibit], first: Mapping[str, tuple[type[Any] | None, Any, str]]) -> None:
        """Write the operations of an exhibit, those in `first` before those that it marks itself."""
        found = dict(first)
        for name, operation in operations(kind).items():
            method = getattr(kind, name)
            answer = get_type_hints(method, include_extras=True)["return"]
            found[name] = (operation.params, answer, (inspect.getdoc(method) or "").split("\n\n")[0])
        readers = {name: self.reader(answer) for name, (_, answer, _) in found.items()}
        params = {name: self.params(given) for name, (given, _, _) in found.items()}
        op, contract = self.use("frame/contract", "type Op"), self.use("frame/contract", "type Contract")
        self.add("const readers = {", *(f"  {name}: {read}," for name, read in readers.items()), "};")
        self.add(
            f"/** The operations of `{kind.id}`. */",
            "export type Ops = {",
            *(
                line
                for name, (_, _, about) in found.items()
                for line in (
                    *doc(about, indent=2),
                    f"  readonly {name}: {op}<{params[name]}, typeof readers.{name}>;",
                )
            ),
            "};",
            f"export const lab: {contract}<Ops> = {{ exhibit: '{kind.id}', readers }};",
        )
