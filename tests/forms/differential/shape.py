"""What a form offers to an expression: its fields by kind, its repeats, its tables, its places."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree as ET

from forms.definition import FormDef, Node, SecondaryInstance

Kind = Literal[
    "text", "number", "boolean", "date", "time", "one", "multiple", "point", "way", "plot"
]
Steps = tuple[str, ...]

_BY_TYPE: Mapping[str, Kind] = {
    "int": "number",
    "decimal": "number",
    "date": "date",
    "dateTime": "date",
    "time": "time",
    "boolean": "boolean",
    "geopoint": "point",
    "geotrace": "way",
    "geoshape": "plot",
    "string": "text",
}
_BY_FUNCTION: Mapping[str, Kind] = {
    **dict.fromkeys(("count", "sum", "max", "min", "number", "int", "round", "abs"), "number"),
    **dict.fromkeys(("position", "count-selected", "distance", "area"), "number"),
    **dict.fromkeys(("selected", "not", "boolean", "regex"), "boolean"),
    **dict.fromkeys(("date", "date-time"), "date"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A question or calculation. Steps begin with the root: ("data", "child", "age")."""

    steps: Steps
    kind: Kind
    repeats: tuple[Steps, ...]
    """The repeats around it, from the outermost."""
    choices: tuple[str, ...] = ()
    listed: bool = False
    """Asked with an item set: jr:choice-name knows it."""

    @property
    def path(self) -> str:
        return "/" + "/".join(self.steps)


@dataclass(frozen=True, slots=True)
class Table:
    """A secondary instance: items with columns."""

    id: str
    columns: Mapping[str, tuple[str, ...]]
    """Some of the values of each, as they stand in it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of one submission from which an expression is evaluated."""

    steps: Steps
    place: str
    """``/data/child[2]/age``: with the position of each repeat."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A form as a writer of expressions sees it, with what one submission says."""

    root: str
    fields: tuple[Field, ...]
    repeats: tuple[Steps, ...]
    groups: tuple[Steps, ...]
    tables: tuple[Table, ...]
    texts: tuple[str, ...]
    """Ids of the itext."""
    spots: tuple[Spot, ...]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the submission says, by path without positions."""


def read_shape(form: FormDef, files: Mapping[str, bytes], submission: bytes) -> Shape:
    """Return what an expression on this submission may speak of; ``meta`` is left alone."""
    nodes = [node for node in form.walk() if not node.path.startswith("/meta")]
    repeats = [_steps(form, node) for node in nodes if node.kind == "repeat"]
    tree = ET.fromstring(submission)
    return Shape(
        root=form.root,
        fields=tuple(_fields(form, nodes, repeats)),
        repeats=tuple(repeats),
        groups=tuple(_steps(form, node) for node in nodes if node.kind == "group"),
        tables=tuple(read_tables(form, files)),
        texts=tuple(form.texts),
        spots=tuple(_spots(form, tree)),
        values=_values(tree),
    )


def _steps(form: FormDef, node: Node) -> Steps:
    return (form.root, *node.path.split("/")[1:])


def _fields(form: FormDef, nodes: list[Node], repeats: list[Steps]) -> Iterator[Field]:
    for node in nodes:
        if node.kind != "field" or node.binary:
            continue
        steps = _steps(form, node)
        around = tuple(repeat for repeat in repeats if steps[: len(repeat)] == repeat)
        choices = tuple(choice.name for choice in node.choices)
        yield Field(steps, _kind(node), around, choices, listed=node.item_set is not None)


def _kind(node: Node) -> Kind:
    if node.select:
        return "one" if node.select == "one" else "multiple"
    if node.bind.calculate and node.type == "string":
        return calculated_kind(node.bind.calculate)
    return _BY_TYPE.get(node.type, "text")


def calculated_kind(expression: str) -> Kind:
    """Guess what a calculation yields; JavaRosa keeps that, whatever its bind says."""
    outside = re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression)
    previous = ""
    while previous != outside:
        previous = outside
        outside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", outside)
    if re.search(r"[=<>]| (?:and|or) ", outside):
        return "boolean"
    if re.search(r" (?:[-+*]|div|mod) ", outside):
        return "number"
    return _BY_FUNCTION.get(outside.strip(), "text")


def read_tables(form: FormDef, files: Mapping[str, bytes]) -> Iterator[Table]:
    """Yield the tables of a form that have rows."""
    for instance in form.instances.values():
        rows = list(_rows(instance, files))
        columns = dict.fromkeys(name for row in rows for name in row)
        if rows:
            some = rows[:: max(1, len(rows) // 12)]
            yield Table(
                instance.id, {name: tuple(row.get(name, "") for row in some) for name in columns}
            )


def _rows(instance: SecondaryInstance, files: Mapping[str, bytes]) -> Iterator[dict[str, str]]:
    if instance.content is not None and not instance.src:
        for item in instance.content.children:
            yield {child.name: child.text.strip() for child in item.children}
        return
    data = files.get(instance.src.rpartition("/")[2], b"").decode()
    if instance.src.endswith(".geojson"):
        for feature in json.loads(data)["features"]:
            yield {"id": feature["id"], "geometry": "", **feature["properties"]}
    else:
        yield from csv.DictReader(io.StringIO(data))


def _spots(form: FormDef, tree: ET.Element) -> Iterator[Spot]:
    def below(nodes: tuple[Node, ...], element: ET.Element | None, spot: Spot) -> None:
        for node in nodes:
            found = [] if element is None else _named(element, node.name)
            steps = (*spot.steps, node.name)
            if node.kind == "repeat":
                for position, entry in enumerate(found, start=1):
                    reached = Spot(steps, f"{spot.place}/{node.name}[{position}]")
                    spots.append(reached)
                    below(node.children, entry, reached)
            elif node.type != "time":  # once() would read it, and its day is always today
                reached = Spot(steps, f"{spot.place}/{node.name}")
                spots.append(reached)
                below(node.children, found[0] if found else None, reached)

    spots: list[Spot] = []
    asked = tuple(node for node in form.children if node.name != "meta")
    below(asked, tree, Spot((form.root,), f"/{form.root}"))
    return iter(spots)


def _named(element: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in element if child.tag.rpartition("}")[2] == name]


def _values(tree: ET.Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}

    def below(element: ET.Element, path: str) -> None:
        reached = f"{path}/{element.tag.rpartition('}')[2]}"
        if len(element) == 0:
            found.setdefault(reached, []).append(element.text or "")
        for child in element:
            below(child, reached)

    below(tree, "")
    return {path: tuple(values) for path, values in found.items()}
