"""Make the JSON Schema of scenario files, for editors to complete, explain and flag.

Made for taplo, the language server of most editors for TOML. Of draft 7 it reads no words beside a `$ref`, so
they stand in an `allOf` with it; and it overlooks `if`: what is behind that is checked and never offered.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from simulator.company.schema import Company
from simulator.company.section import NAME
from simulator.quantity import kinds
from simulator.quantity.json_schema import Schema, figure_of, number_of, said, sentence, unknown_of, words_of
from simulator.quantity.kind import Kind
from simulator.quantity.number import NOTES
from simulator.quantity.parse import BARE, KEYS, Read
from simulator.scenario.likeness import LIKE
from simulator.scenario.what_ifs import WITH
from simulator.scenario_library import ABSENT

DRAFT = "http://json-schema.org/draft-07/schema#"
_AT = "#/definitions/"
_DATE = r"^\d{4}-\d{2}-\d{2}$"  # TOML has dates; to a schema they are texts
_BARE = "number"
_WIDTH = 110


def document(variants: Mapping[str, Sequence[str]]) -> Schema:
    """The schema; `variants`: of each metric that has some, by name, what [measures] may say."""
    return _Document(variants).made()


def written(value: Any, indent: int = 0) -> str:
    """The schema as text: what fits into a line stands in one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= _WIDTH or not isinstance(value, dict | list):
        return line
    inner, end = " " * (indent + 2), " " * indent
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"{inner}{written(v, indent + 2)}" for v in value) + f"\n{end}]"
    parts = (f"{inner}{json.dumps(key)}: {written(v, indent + 2)}" for key, v in value.items())
    return "{\n" + ",\n".join(parts) + f"\n{end}}}"


class _Types(GenerateJsonSchema):
    """Of pydantic's types: TOML has no null, and keys stay in the order of their fields."""

    def sort(self, value: Any, parent_key: str | None = None) -> Any:
        return value

    def nullable_schema(self, schema: Any) -> Schema:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> Schema:
        return {**self.generate_inner(schema["schema"]), "optional": True}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class _Document:
    def __init__(self, variants: Mapping[str, Sequence[str]]) -> None:
        self._company = Company.model_json_schema(
            schema_generator=_Types, ref_template=f"{_AT}{{model}}", mode="validation"
        )
        self._sections: Schema = self._company.pop("$defs")
        self._variants = variants
        self._kinds: dict[Kind, str] = {BARE: _BARE}  # those that occur, with their names

    def made(self) -> Schema:
        in_lists = {ref for section in self._sections.values() for ref in _in_lists(section)}
        definitions = {
            name: self._section(found, complete=name in in_lists) for name, found in self._sections.items()
        }
        definitions["Measured"]["properties"] |= {
            metric: {"description": "Which of its definitions counts.", "enum": [*names, ABSENT]}
            for metric, names in self._variants.items()
        }
        definitions["Measured"]["additionalProperties"] = False
        company = self._section(self._company)
        stages = definitions["Motion"]["properties"][
            "stage"
        ]  # or what differs of each, in one that is like another
        motion = {"description": "Another motion: what is not said here is as it is there.", "type": "string"}
        definitions["Motion"]["properties"] = {LIKE: motion, **definitions["Motion"]["properties"]}
        whole = {"allOf": [stages["items"], {"required": definitions["Stage"].pop("required")}]}
        stages |= {"type": ["array", "object"], "items": whole, **_named(_ref("Stage"))}
        for kind, name in self._kinds.items():
            figure = _ref(f"{name}.figure")
            definitions[name] = {"$comment": words_of(kind), **_or_absent(self._number(kind))}
            if figure in definitions[name]["properties"].values():
                definitions[f"{name}.figure"] = figure_of(kind)
            if _ref(f"{name}.unknown") in definitions[name]["properties"].values():
                definitions[f"{name}.unknown"] = unknown_of(kind, figure)
        changes = _changes()
        company["properties"] |= {
            "base": {"description": "A file that this one stands on, seen from here.", "type": "string"},
            "change": {"description": "Numbers and names changed by path, the thresholds kept.", **changes},
            "what_if": {
                "description": "What-ifs by name, each with numbers and names changed by path.",
                "type": "object",
                "additionalProperties": {
                    "description": "A what-if: numbers and names by path, and others that come with it.",
                    **changes,
                    "properties": {
                        WITH: {
                            "description": "Other what-ifs of the file that come with it.",
                            "type": ["string", "array"],
                            "items": {"type": "string"},
                        }
                    },
                },
            },
        }
        return {
            "$schema": DRAFT,
            "title": "A scenario of the bowtie simulator",
            "description": "One company. `bowtie schema` prints this; `bowtie check` knows more.",
            "type": "object",
            "properties": company["properties"],
            "additionalProperties": False,
            "if": {"required": ["base"]},
            "else": self._needs(self._company),
            "definitions": definitions,
        }

    def _section(self, found: Schema, *, complete: bool = False) -> Schema:
        """A table; `complete`: one that cannot be filled up from a base, as it is an entry of a list."""
        section: Schema = {
            "description": found["description"],
            "type": ["object", "string"],
            "pattern": found.get("pattern", f"^{ABSENT}$"),
            "properties": {key: self._value(key, value) for key, value in found["properties"].items()},
            "additionalProperties": False,
        }
        return section | ({"required": found["required"]} if complete and "required" in found else {})

    def _value(self, key: str, found: Schema) -> Schema:
        """What may stand at a key, with what it means."""
        alone = self._alone(found)
        says = said(key) if key in NOTES else sentence(found.get("description", ""))
        kind = next((part["kind"] for part in found.get("anyOf", [found]) if "kind" in part), None)
        if kind is not None:
            says = f"{says}\n\n{words_of(kind)}"
        marked = {"description": says} if says else {}
        if "$ref" in alone:
            return {"allOf": [alone, marked]} if marked else alone
        return {**marked, **(_or_absent(alone) if "optional" in found else alone)}

    def _alone(self, found: Schema) -> Schema:
        """What may stand somewhere, whatever it means there."""
        if "kind" in found:
            return _ref(self._kinds.setdefault(found["kind"], self._names[found["kind"]]))
        if "$ref" in found:
            return {"$ref": found["$ref"]}
        if "anyOf" in found:
            parts = found["anyOf"]
            return _either([self._number(p["kind"]) if "kind" in p else self._alone(p) for p in parts])
        if found.get("format") == "date":
            return {"type": "string", "pattern": _DATE}
        kept = {k: v for k, v in found.items() if k not in ("description", "optional", "patternProperties")}
        if "items" in found:
            kept["items"] = self._alone(found["items"])
        if "patternProperties" in found:
            ((_, inside),) = found["patternProperties"].items()
            kept |= _named(self._alone(inside))
        return kept

    def _number(self, kind: Kind) -> Schema:
        name = self._kinds.setdefault(kind, self._names[kind])
        return number_of(kind, *map(_ref, (f"{name}.figure", f"{name}.unknown", f"{_BARE}.unknown")))

    @cached_property
    def _names(self) -> dict[Kind, str]:
        found = {BARE: _BARE}
        for name, alias in vars(kinds).items():
            marks = getattr(alias, "__metadata__", ())
            found |= {mark.kind: f"{_BARE}.{name}" for mark in marks if isinstance(mark, Read)}
        return found

    def _needs(self, found: Schema) -> Schema:
        """What has to be there in a file without a base: only names of keys."""
        needs: Schema = {"required": found["required"]} if "required" in found else {}
        inside = {key: self._needs_at(value) for key, value in found["properties"].items()}
        if any(inside.values()):
            needs["properties"] = {key: need for key, need in inside.items() if need}
        return {"if": {"required": [LIKE]}, "else": needs} if "stage" in found["properties"] else needs

    def _needs_at(self, value: Schema) -> Schema:
        if "$ref" in value:
            return self._needs(self._sections[value["$ref"].removeprefix(_AT)])
        need = next((self._needs_at(v) for v in value.get("patternProperties", {}).values()), {})
        return {"additionalProperties": need} if need else {}


def _in_lists(section: Schema) -> Iterator[str]:
    """The sections that are entries of lists in a section."""
    for value in section["properties"].values():
        for part in value.get("anyOf", [value]):
            if "$ref" in part.get("items", {}):
                yield part["items"]["$ref"].removeprefix(_AT)


def _ref(name: str) -> Schema:
    return {"$ref": f"{_AT}{name}"}


def _named(inside: Schema) -> Schema:
    """Tables by names of one's own."""
    return {"propertyNames": {"pattern": NAME}, "additionalProperties": inside}


def _either(parts: list[Schema]) -> Schema:
    """One schema for values of several types: what is said of one type, the others overlook."""
    types = [t for part in parts for t in ([part["type"]] if isinstance(part["type"], str) else part["type"])]
    merged: Schema = {}
    for part in parts:
        merged |= part
    return merged | {"type": types}


def _or_absent(found: Schema) -> Schema:
    """The same, or the word that takes out what a base has."""
    if "enum" in found:
        return {"enum": [*found["enum"], ABSENT]}
    types = [found["type"]] if isinstance(found["type"], str) else found["type"]
    if "string" not in types:
        return found | {"type": [*types, "string"], "pattern": f"^{ABSENT}$"}
    if "pattern" not in found:
        return found
    return found | {"pattern": f"^({ABSENT}|{found['pattern'][1:-1]})$"}


def _changes() -> Schema:
    """Values by path: a path in quotes has dots in it, one without is tables within tables."""
    keys: Schema = {"propertyNames": {"enum": [*KEYS, "from", "count", "when", "by"]}}
    number: Schema = {"type": ["number", "string", "array", "object"]}
    entries: Schema = {"items": {"type": ["number", "string", "object"], **keys}}
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {r"\.": {**number, **keys, **entries}},
        "additionalProperties": number,
    }
