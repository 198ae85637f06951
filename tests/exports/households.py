"""A small survey of households, made by hand, and its submissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from exports.layout import Layout, layout_of
from exports.record import Record, Row
from exports.rows import lay_out
from forms.definition import Choice, FormDef, Node
from forms.instance import read_instance

SENT = datetime(2026, 1, 2, 3, 4, 5, 678999, UTC)
LAN = Record(
    instance_id="uuid:A",
    submitted_at=SENT,
    submitter_id=5,
    submitter_name="Lan",
    device_id="collect:x",
    form_version="1",
)


def field(path: str, kind: str = "string", select: Literal["", "one", "multiple"] = "") -> Node:
    return Node(
        name=path.rpartition("/")[2], path=path, kind="field", type=kind, select=select,
        binary=kind == "binary",
    )  # fmt: skip


def group(path: str, *children: Node) -> Node:
    name = path.rpartition("/")[2]
    return Node(name=name, path=path, kind="group", type="structure", children=children)


def repeat(path: str, *children: Node) -> Node:
    name = path.rpartition("/")[2]
    return Node(name=name, path=path, kind="repeat", type="repeat", children=children)


def choices(**labels: tuple[str, str]) -> tuple[Choice, ...]:
    """Choices by name, each with its label in Vietnamese and in English."""
    return tuple(
        Choice(name=name, labels={"Tiếng Việt (vi)": vi, "English (en)": en})
        for name, (vi, en) in labels.items()
    )


def form(*children: Node, form_id: str = "f", version: str = "1") -> FormDef:
    return FormDef(
        form_id=form_id,
        version=version,
        title="Hộ gia đình",
        root="data",
        children=children,
        languages=("Tiếng Việt (vi)", "English (en)"),
        default_language="Tiếng Việt (vi)",
    )


META = group("/meta", field("/meta/instanceID"), field("/meta/instanceName"))
WATER = replace(
    field("/home/water", select="multiple"),
    choices=choices(well=("Giếng", "Well"), rain=("Nước mưa", "Rain"), tap=("Máy", "Tap")),
)
ROOF = replace(
    field("/home/roof", select="one"),
    choices=choices(tile=("Ngói", "Tiles"), leaf=("Lá", "Leaves")),
)
CHILD = repeat(
    "/family/child",
    field("/family/child/name"),
    field("/family/child/age", "int"),
    repeat("/family/child/toy", field("/family/child/toy/name")),
)
HOUSEHOLDS = form(
    field("/village"),
    field("/place", "geopoint"),
    group("/home", ROOF, WATER),
    group("/family", CHILD),
    META,
)


def xml(answers: str, instance_id: str = "uuid:A") -> bytes:
    """A submission of the form ``f``."""
    meta = f"<meta><instanceID>{instance_id}</instanceID></meta>"
    return f'<data id="f" version="1">{answers}{meta}</data>'.encode()


def layouts(*forms: FormDef) -> Mapping[str, Layout]:
    return {layout.hash: layout for layout in map(layout_of, forms)}


def rows_by_table(
    asked: FormDef, answers: str, record: Record = LAN, *, above: bool = False
) -> dict[str, list[Row]]:
    """The rows of one submission by the path of their table; ``above``: with the rows above."""
    layout = layout_of(asked)
    found: dict[str, list[Row]] = {table.path: [] for table in layout.tables}
    known: dict[tuple[str, tuple[int, ...]], Row] = {}
    for laid in lay_out(layout, read_instance(xml(answers, record.instance_id))):
        path = layout.tables[laid.table].path
        row = Row(record, layout.hash, laid.at, laid.cells)
        known[path, laid.at] = row
        if above:
            row = replace(row, above=tuple(_above(layout, path, known, laid.at)))
        found[path].append(row)
    return found


def _above(
    layout: Layout,
    path: str,
    known: Mapping[tuple[str, tuple[int, ...]], Row],
    at: Sequence[int],
) -> Iterator[tuple[str | None, ...]]:
    for depth, table in enumerate(layout.ancestors(path)):
        yield known[table.path, tuple(at[:depth])].cells
