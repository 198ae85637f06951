"""The columns of every table that is downloaded: the only place that names one.

By default they are ODK Central's, name for name and in its order (its ``submissions.csv.zip``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from exports.answer import Answer, Cell, Column, Seen, answer_of, languages_of
from exports.file_name import file_name
from exports.layout import Layout, LayoutTable, layout_of
from exports.merged_form import merged
from exports.options import ExportOptions
from exports.record import CheckResult, Record, Row
from exports.timestamp import iso_utc
from forms.definition import FormDef, Node

Reader = Callable[[tuple[Cell, ...]], Sequence[Cell]]
"""From the cells of a row as stored to the cells of its answers as written."""

_STATUS = {
    None: None,
    "notDecrypted": "not decrypted",
    "missingEncryptedFormData": "missing encrypted form data",
}
_SUBMISSION_DATE = Column("SubmissionDate", "datetime")
_SYSTEM = (
    Column("KEY"),
    Column("SubmitterID", "number"),
    Column("SubmitterName"),
    Column("AttachmentsPresent", "number"),
    Column("AttachmentsExpected", "number"),
    Column("Status"),
    Column("ReviewState"),
    Column("DeviceID"),
    Column("Edits", "number"),
    Column("FormVersion"),
)
_CHECK = (Column("Faults", "number"), Column("Notes", "number"), Column("Findings"))
FINDINGS_WRITTEN = 20
"""In one cell; what a longer text would say is in the list of findings."""
_ROW_KEYS = (Column("PARENT_KEY"), Column("KEY"))


class UnknownParentField(ValueError):
    """``parent_fields`` names something that the form does not ask."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The form has no question {name!r}.")
        self.name = name


@dataclass(frozen=True, slots=True)
class TableView:
    """One table as it is written."""

    path: str
    """"" for the root, else the path of the repeat: whose rows belong here."""
    title: str
    """Short name: the form id, or the repeat's name (``child``, ``child~2``)."""
    file_name: str
    """Name of its CSV, as in Central's zip."""
    columns: tuple[Column, ...]
    cells: Callable[[Row], Sequence[Cell]]
    """The cells of one row, one for each column; None is written as nothing."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def table_views(
    form: FormDef,
    layouts: Mapping[str, Layout],
    options: ExportOptions | None = None,
    *,
    seen: Seen | None = None,
    earlier: Sequence[FormDef] = (),
) -> tuple[TableView, ...]:
    """Make the tables of ``form``: the root first, then one for each repeat, depth first.

    ``layouts`` holds the layout of every row that will come, by the key that rows carry.
    ``earlier`` versions, oldest first, are read only for ``deleted_fields``. Raises
    UnknownParentField.
    """
    asked = options or ExportOptions()
    shown = merged(form, earlier) if asked.deleted_fields else form
    sheet = _Sheet(shown, layout_of(shown), layouts, asked, seen or {})
    _check_parent_fields(sheet)
    titles = _titles(sheet.layout)
    return (
        _root_view(sheet),
        *(
            _repeat_view(sheet, table, title)
            for table, title in zip(sheet.layout.tables[1:], titles, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every table of one download is made from."""

    form: FormDef
    layout: Layout
    layouts: Mapping[str, Layout]
    options: ExportOptions
    seen: Seen

    def answers(self, table: LayoutTable, named: Callable[[Node], str]) -> tuple[Answer, ...]:
        wanted = self.options.labels
        languages = languages_of(self.form, wanted) if wanted else ()
        return tuple(
            answer_of(field, named(field), self.options, self.seen, languages)
            for field in table.fields
        )

    def own_name(self, table: LayoutTable) -> Callable[[Node], str]:
        """Headers in the table itself: relative to it."""
        if not self.options.group_paths:
            return lambda field: field.name
        return lambda field: field.path[len(table.path) + 1 :].replace("/", "-")

    def parent_name(self, field: Node) -> str:
        """Headers in the tables below: from the root element on, to be told from their own."""
        if not self.options.group_paths:
            return f"{self.form.root}-{field.name}"
        return self.form.root + field.path.replace("/", "-")

    def readers(self, path: str, answers: Sequence[Answer]) -> dict[str, Reader]:
        return {key: _reader(answers, path, layout) for key, layout in self.layouts.items()}


def _root_view(sheet: _Sheet) -> TableView:
    table = sheet.layout.tables[0]
    answers = sheet.answers(table, sheet.own_name(table))
    columns = _columns(answers)
    readers = sheet.readers("", answers)
    blank: Sequence[Cell] = [None] * len(columns)
    checks = _CHECK if sheet.options.finding_columns else ()

    def cells(row: Row) -> Sequence[Cell]:
        record = row.record
        # Nothing of an encrypted submission can be read: Central leaves all answers blank.
        given = readers[row.layout](row.cells) if record.status is None else blank
        system = _system_cells(record)
        check = _check_cells(record.check) if checks else ()
        return [iso_utc(record.submitted_at), *given, *system, *check]

    return TableView(
        path="",
        title=sheet.form.form_id,
        file_name=file_name(f"{sheet.form.form_id}.csv"),
        columns=(_SUBMISSION_DATE, *columns, *_SYSTEM, *checks),
        cells=cells,
    )


def _repeat_view(sheet: _Sheet, table: LayoutTable, title: str) -> TableView:
    answers = sheet.answers(table, sheet.own_name(table))
    readers = sheet.readers(table.path, answers)
    key, parent_key = _key(sheet.layout, table.path), _key(sheet.layout, table.parent or "")
    parent_columns, parent_cells = _parents(sheet, table)

    def cells(row: Row) -> Sequence[Cell]:
        given = readers[row.layout](row.cells)
        name, at = row.record.instance_id, row.at
        return [*given, name + parent_key % at[:-1], name + key % at, *parent_cells(row)]

    return TableView(
        path=table.path,
        title=title,
        file_name=file_name(f"{sheet.form.form_id}-{title}.csv"),
        columns=(*_columns(answers), *_ROW_KEYS, *parent_columns),
        cells=cells,
    )


def _system_cells(record: Record) -> tuple[Cell, ...]:
    """Write the cells of ``_SYSTEM``, in its order."""
    return (
        record.instance_id,
        None if record.submitter_id is None else str(record.submitter_id),
        record.submitter_name,
        str(record.attachments_present),
        str(record.attachments_expected),
        _STATUS[record.status],
        record.review_state,
        record.device_id,
        str(record.edits),
        record.form_version,
    )


def _check_cells(check: CheckResult | None) -> tuple[Cell, ...]:
    """Write the cells of ``_CHECK``; blank where nothing was checked, and so nothing found."""
    if check is None or not (check.checked or check.faults or check.notes):
        return (None, None, None)
    said = [f"{path} {kind}" for path, kind in check.found[:FINDINGS_WRITTEN]]
    if check.faults + check.notes > len(said):
        said.append("…")
    return (str(check.faults), str(check.notes), "; ".join(said) or None)


def _key(layout: Layout, path: str) -> str:
    """Make the template of a key: ``/group/a[%d]/b[%d]``. Only repeats carry positions."""
    repeats = {table.path for table in layout.tables}
    key, above = "", ""
    for name in path.split("/")[1:]:
        above += "/" + name
        key += f"/{name}[%d]" if above in repeats else f"/{name}"
    return key


def _titles(layout: Layout) -> list[str]:
    """Name the repeats, depth first; equal names are counted: ``child~1``, ``child~2``."""
    names = [table.path.rpartition("/")[2] for table in layout.tables[1:]]
    total, count = Counter(names), Counter[str]()
    titles = []
    for name in names:
        count[name] += 1
        titles.append(f"{name}~{count[name]}" if total[name] > 1 else name)
    return titles


def _columns(answers: Iterable[Answer]) -> tuple[Column, ...]:
    return tuple(column for answer in answers for column in answer.columns)


def _reader(answers: Sequence[Answer], path: str, layout: Layout) -> Reader:
    """Compile the way from stored cells to written ones, once, so that rows cost little."""
    fields = next((table.fields for table in layout.tables if table.path == path), ())
    places = {field.path: place for place, field in enumerate(fields)}
    picks = [places.get(answer.path, -1) for answer in answers]
    plain = all(answer.spread is None for answer in answers)
    if plain and picks == list(range(len(fields))):
        return lambda cells: cells
    pick = _picker(picks)
    return pick if plain else _spreading(answers, pick)


def _picker(picks: Sequence[int]) -> Reader:
    if len(picks) < 2:
        return lambda cells: [(*cells, None)[place] for place in picks]
    get = itemgetter(*picks)
    # The None after the last cell is what place -1 finds: a question that the row never saw.
    return lambda cells: get((*cells, None))


def _spreading(answers: Sequence[Answer], pick: Reader) -> Reader:
    runs, start = [], 0
    for place, answer in enumerate(answers):
        if answer.spread is not None:
            runs.append((start, place, answer.spread))
            start = place + 1

    def read(cells: tuple[Cell, ...]) -> Sequence[Cell]:
        picked = pick(cells)
        written: list[Cell] = []
        for first, place, spread in runs:
            written += picked[first:place]
            written += spread(picked[place])
        written += picked[start:]
        return written

    return read


def _parents(
    sheet: _Sheet, table: LayoutTable
) -> tuple[tuple[Column, ...], Callable[[Row], Sequence[Cell]]]:
    """Columns repeated from the rows above, after the table's own; rows bring them as ``above``."""
    system = [place for place, column in enumerate(_from_record()) if _wanted(sheet, column.name)]
    levels: list[tuple[int, Mapping[str, Reader]]] = []
    columns = [_from_record()[place] for place in system]
    for level, ancestor in enumerate(sheet.layout.ancestors(table.path)):
        answers = tuple(
            answer
            for answer in sheet.answers(ancestor, sheet.parent_name)
            if sheet.options.parent_fields == "all" or _wanted(sheet, answer.path)
        )
        if answers:
            levels.append((level, sheet.readers(ancestor.path, answers)))
            columns += _columns(answers)
    if not columns:
        return (), lambda _: ()

    def cells(row: Row) -> Sequence[Cell]:
        record = (iso_utc(row.record.submitted_at), *_system_cells(row.record)) if system else ()
        written: list[Cell] = [record[place] for place in system]
        for level, readers in levels:
            written += readers[row.layout](row.above[level])
        return written

    return tuple(columns), cells


def _from_record() -> tuple[Column, ...]:
    return (_SUBMISSION_DATE, *_SYSTEM)


def _wanted(sheet: _Sheet, name: str) -> bool:
    """Whether ``parent_fields`` names the path or the system column ``name``."""
    asked = sheet.options.parent_fields
    return asked != "all" and (name in asked or name[1:].replace("/", "-") in asked)


def _check_parent_fields(sheet: _Sheet) -> None:
    asked = sheet.options.parent_fields
    if asked == "all":
        return
    known = {column.name for column in _from_record()}
    for table in sheet.layout.tables:
        for field in table.fields:
            known |= {field.path, field.path[1:].replace("/", "-")}
    for name in asked:
        if name not in known:
            raise UnknownParentField(name)
