"""An import made ready: the file, the form as it is now, and what each column means."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from exports.importing.answers import RowReader
from exports.importing.faults import TableFault
from exports.importing.headings import answerable, find_question, match_headings, no_question
from exports.indicators.units import load_units
from exports.sheets import RefusedTable, SheetTable, read_csv, read_workbook
from forms.conversion import Fault
from forms.definition import Node
from forms.fill import Filler
from server import clock
from server.errors import Problem
from server.importing.choice_files import with_choices
from server.importing.filling import FilledRow, RowFiller
from server.ingest.derived import model_of
from server.ingest.form_logic import logic_of
from server.services import SYSTEM, Services
from server.store import definitions, forms
from server.store.forms import Form
from server.store.projects import Project

_NAMESPACE = uuid.UUID("7b1f2f5e-9380-4d61-9d41-0000000000e8")
_ID_LENGTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be brought in, and how its columns are to be read."""

    form_id: str
    name: str
    """Of the file."""
    data: bytes
    sheet: str = ""
    """"": the first."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Names of questions, by heading."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """What is answered alike in all rows, by name of the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an import would bring. Nothing is stored yet."""

    id: str
    """Short; the same for the same file, read in the same way, for the same form."""
    form: Form
    wanted: Wanted
    sheet: str
    rows: Sequence[FilledRow]
    faults: Sequence[TableFault]
    unknown: Sequence[str]
    """Headings that mean no question."""
    twice: Sequence[tuple[int, int]]
    """Rows that say the same as an earlier one: (row, the earlier)."""

    @property
    def device_id(self) -> str:
        """What its submissions are marked with."""
        return f"import:{self.id}"


def open_import(parts: Services, project: Project, wanted: Wanted) -> Opened:
    """Read and check the whole table.

    Raises 404.1 where there is no such form or it was never published, RefusedTable where the file
    is no table or has no such sheet, or the form is closed or wants encrypted submissions.
    """
    table = _table(wanted)
    with parts.database.read() as cx:
        form = forms.get(SYSTEM, cx, project.id, wanted.form_id)
        if form.published_id is None:
            raise Problem("404.1")
        if form.state == "closed":
            raise RefusedTable([_CLOSED])
        model = model_of(parts, cx, form.published_id)
        logic = logic_of(parts, cx, model, project_id=project.id, draft=False)
        xform = definitions.get_xform(SYSTEM, cx, model.form_version_id)
        questions = with_choices(parts, cx, model, project.id, answerable(model.form))
    if logic is None:
        raise Problem("404.1")
    if model.form.public_key is not None:
        raise RefusedTable([_ENCRYPTED])
    headings = match_headings(questions, table.headings, wanted.columns)
    constants, wrong = _constants(questions, wanted)
    faults = [*headings.faults, *wrong]
    if not headings.questions and not faults:
        faults.append(_nothing_matches(table))
    import_id = _import_id(project, table, wanted)
    now, zone = clock.now(), ZoneInfo(project.zone)
    reader = RowReader(
        form=model.form,
        questions=questions,
        headings=headings,
        constants=constants,
        units=load_units(),
        today=now.astimezone(zone).date(),
    )
    filler = RowFiller(
        reader=reader,
        logic=logic,
        filler=Filler(logic, xform),
        zone=zone,
        now=now,
        namespace=uuid.uuid5(_NAMESPACE, import_id),
    )
    rows = [] if faults else list(filler.fill(table))
    return Opened(
        id=import_id[:_ID_LENGTH],
        form=form,
        wanted=wanted,
        sheet=table.name,
        rows=rows,
        faults=[*faults, *(fault for row in rows for fault in row.faults)],
        unknown=headings.unknown,
        twice=_twice(table),
    )


def _table(wanted: Wanted) -> SheetTable:
    if not wanted.name.lower().endswith(".xlsx"):
        return read_csv(wanted.name, wanted.data)
    sheets = read_workbook(wanted.data)
    name = wanted.sheet or next(iter(sheets))
    if name not in sheets:
        raise RefusedTable([_no_sheet(name, list(sheets))])
    return sheets[name]


def _no_sheet(name: str, here: Sequence[str]) -> Fault:
    named = ", ".join(here)
    return Fault(
        level="error",
        code="no-such-sheet",
        vi=f"Tệp không có trang “{name}”, chỉ có: {named}.",
        en=f"The workbook has no sheet “{name}”, but: {named}.",
    )


def _constants(
    questions: Mapping[str, Node], wanted: Wanted
) -> tuple[dict[str, str], list[TableFault]]:
    """Return them by path, and those that name no question."""
    found: dict[str, str] = {}
    faults: list[TableFault] = []
    for name, text in wanted.constants.items():
        node = find_question(questions, name)
        if node is None:
            faults.append(no_question(name, name))
        else:
            found[node.path] = text
    return found, faults


_CLOSED = Fault(
    level="error",
    code="form-closed",
    vi="Biểu mẫu đã đóng: phiếu nhập vào sẽ không được tính. Hãy mở lại trước khi nhập.",
    en="The form is closed: what is imported would not count. Open it before importing.",
)
_ENCRYPTED = Fault(
    level="error",
    code="form-encrypted",
    vi="Phiếu của biểu mẫu này phải được mã hóa trên điện thoại; không nhập được từ bảng.",
    en="Submissions of this form are encrypted on the phone; none can come from a table.",
)


def _nothing_matches(table: SheetTable) -> TableFault:
    return TableFault(
        row=1,
        column=", ".join(table.headings[:5]),
        code="nothing-matches",
        vi="Không tiêu đề nào hợp với câu hỏi của biểu mẫu. Hàng đầu tiên phải là tiêu đề.",
        en="No heading fits a question of the form. The first row must hold the headings.",
    )


def _twice(table: SheetTable) -> list[tuple[int, int]]:
    first: dict[tuple[tuple[str, str], ...], int] = {}
    found: list[tuple[int, int]] = []
    for row in table.rows:
        earlier = first.setdefault(tuple(sorted(row.cells.items())), row.number)
        if earlier != row.number:
            found.append((row.number, earlier))
    return found


def _import_id(project: Project, table: SheetTable, wanted: Wanted) -> str:
    said = [
        project.id,
        wanted.form_id,
        hashlib.sha256(wanted.data).hexdigest(),
        table.name,
        sorted(wanted.columns.items()),
        sorted(wanted.constants.items()),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
