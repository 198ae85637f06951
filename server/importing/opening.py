"""An import made ready: the file, the form as it is now, and what each column means."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from exports.importing.answers import RowReader
from exports.importing.cells import read_cell
from exports.importing.faults import TableFault, UnreadableCellError
from exports.importing.headings import (
    Headings,
    answerable,
    find_question,
    match_headings,
    no_question,
)
from exports.importing.places import level_asked
from exports.indicators.units import load_units
from exports.sheets import RefusedTable, SheetTable
from forms.definition import FormDef, Node
from forms.fill import Filler
from forms.logic import Logic
from server import clock
from server.errors import Problem
from server.importing import history, refusals
from server.importing.choice_files import with_choices
from server.importing.earlier import left_out, with_earlier
from server.importing.entries import with_entry
from server.importing.filling import FilledRow, RowFiller
from server.importing.history import Imported
from server.importing.source import Source
from server.ingest.derived import model_of
from server.ingest.form_logic import logic_of
from server.services import SYSTEM, Services
from server.store import definitions, forms
from server.store.database import Cx
from server.store.forms import Form
from server.store.projects import Project

_NAMESPACE = uuid.UUID("7b1f2f5e-9380-4d61-9d41-0000000000e8")
_ID_LENGTH = 10
LIST = "entities:"
"""What a list's name begins with where a form's id may stand, as in indicators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be brought in, and how its columns are to be read."""

    form_id: str
    """Or a list's name, as ``entities:models``: the form whose submissions make its entries."""
    source: Source
    columns: Mapping[str, str] = field(default_factory=dict)
    """Names or paths of questions, by heading; "": the column is left out."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """What is answered alike in all rows, by name or path of the question."""
    leaves_known_out: bool = False
    """Rows that another import brought in are left out; else they are faults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an import would bring. Nothing is stored yet."""

    id: str
    """Short; the same for the same table, read in the same way, for the same form."""
    form: Form
    source: Source
    headings: Headings
    rows: Sequence[FilledRow]
    faults: Sequence[TableFault]
    twice: Sequence[tuple[int, int]]
    """Rows that say the same as an earlier one: (row, the earlier)."""

    @property
    def device_id(self) -> str:
        """What its submissions are marked with."""
        return f"import:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """The form as it is now, ready to take rows."""

    form: Form
    asks: FormDef
    logic: Logic
    xform: bytes
    questions: Mapping[str, Node]


def open_import(parts: Services, project: Project, wanted: Wanted) -> Opened:
    """Read and check the whole table.

    Raises 404.1 where there is no such form or it was never published, RefusedTable where the form
    is closed or wants encrypted submissions or no single form makes entries of the list, 409.85
    where the table is in already, read otherwise.
    """
    table = wanted.source.table
    with parts.database.read() as cx:
        form_id, dataset = wanted.form_id, ""
        if form_id.startswith(LIST):
            dataset = form_id.removeprefix(LIST)
            form_id = _form_of_list(parts, cx, project, dataset)
        target = _target(parts, cx, project, form_id)
        full_id = _import_id(project, form_id, wanted, target.questions)
        imported = history.list_form_imports(SYSTEM, cx, target.form)
    own_id = full_id[:_ID_LENGTH]
    others = [one for one in imported if one.id != own_id and one.undone_at is None]
    _must_not_be_in_otherwise(others, wanted.source)
    headings = match_headings(target.questions, table.headings, wanted.columns)
    constants, wrong = _constants(target.questions, wanted)
    faults = [*headings.faults, *wrong]
    if not faults and not headings.questions:
        faults.append(refusals.nothing_matches(table))
    elif not faults and not table.rows:
        faults.append(refusals.NO_ROWS)
    filler = _filler(target, project, headings, constants, full_id)
    rows = [] if faults else list(filler.fill(table))
    if dataset:
        rows = [with_entry(row, target.asks.entities, dataset) for row in rows]
    paths = sorted({*constants, *(node.path for node in headings.questions.values())})
    with parts.database.read() as cx:
        rows = with_earlier(cx, target.form, rows, paths, others, ZoneInfo(project.zone))
    if wanted.leaves_known_out:
        rows = [left_out(row) for row in rows]
    return Opened(
        id=own_id,
        form=target.form,
        source=wanted.source,
        headings=headings,
        rows=rows,
        faults=[*faults, *(fault for row in rows for fault in row.faults)],
        twice=_twice(table),
    )


def _form_of_list(parts: Services, cx: Cx, project: Project, dataset: str) -> str:
    """Return the id of the form whose submissions make entries of a list; raise RefusedTable."""
    found = []
    for form in forms.list_all(SYSTEM, cx, project.id):
        if form.published_id is not None:
            declared = model_of(parts, cx, form.published_id).form.entities
            if any(one.dataset == dataset and one.creates for one in declared):
                found.append(form.xml_form_id)
    if len(found) != 1:
        raise RefusedTable([refusals.no_form_of_list(dataset, found)])
    return found[0]


def _target(parts: Services, cx: Cx, project: Project, form_id: str) -> _Target:
    form = forms.get(SYSTEM, cx, project.id, form_id)
    if form.published_id is None:
        raise Problem("404.1")
    if form.state == "closed":
        raise RefusedTable([refusals.CLOSED])
    model = model_of(parts, cx, form.published_id)
    if model.form.public_key is not None:
        raise RefusedTable([refusals.ENCRYPTED])
    logic = logic_of(parts, cx, model, project_id=project.id, draft=False)
    if logic is None:
        raise Problem("404.1")
    return _Target(
        form=form,
        asks=model.form,
        logic=logic,
        xform=definitions.get_xform(SYSTEM, cx, model.form_version_id),
        questions=with_choices(parts, cx, model, project.id, answerable(model.form)),
    )


def _filler(
    target: _Target,
    project: Project,
    headings: Headings,
    constants: Mapping[str, str],
    import_id: str,
) -> RowFiller:
    now, zone = clock.now(), ZoneInfo(project.zone)
    reader = RowReader(
        form=target.asks,
        questions=target.questions,
        headings=headings,
        constants=constants,
        units=load_units(),
        today=now.astimezone(zone).date(),
    )
    return RowFiller(
        reader=reader,
        logic=target.logic,
        filler=Filler(target.logic, target.xform),
        zone=zone,
        now=now,
        namespace=uuid.uuid5(_NAMESPACE, import_id),
    )


def _must_not_be_in_otherwise(others: Sequence[Imported], source: Source) -> None:
    """Let no table be counted twice because an answer or a column was chosen otherwise."""
    for one in others:
        if one.table_sha256 == source.table_sha256:
            raise Problem("409.85", importId=one.id)


def _constants(
    questions: Mapping[str, Node], wanted: Wanted
) -> tuple[dict[str, str], list[TableFault]]:
    """Return them by path, and what is wrong with them: told once, and not at every row."""
    found: dict[str, str] = {}
    faults: list[TableFault] = []
    for name, text in wanted.constants.items():
        node = find_question(questions, name)
        if node is None:
            faults.append(no_question(name, name))
            continue
        found[node.path] = text
        try:
            if not level_asked(node):  # whether a unit is there hangs on the row's day
                read_cell(node, text)
        except UnreadableCellError as error:
            faults.append(error.at(1, node.name))
    return found, faults


def _twice(table: SheetTable) -> list[tuple[int, int]]:
    first: dict[tuple[tuple[str, str], ...], int] = {}
    found: list[tuple[int, int]] = []
    for row in table.rows:
        earlier = first.setdefault(tuple(sorted(row.cells.items())), row.number)
        if earlier != row.number:
            found.append((row.number, earlier))
    return found


def _import_id(
    project: Project, form_id: str, wanted: Wanted, questions: Mapping[str, Node]
) -> str:
    """Return what the same table has again, read in the same way, whoever brings it."""

    def by_path(name: str) -> str:
        node = find_question(questions, name)
        return name if node is None else node.path

    said = [
        project.id,
        form_id,
        wanted.source.table_sha256,
        sorted((heading, by_path(name)) for heading, name in wanted.columns.items()),
        sorted((by_path(name), text) for name, text in wanted.constants.items()),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
