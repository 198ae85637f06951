"""Rows that another import has brought in already: a list that was added to, and is sent again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from exports.importing.faults import TableFault
from forms.instance import Instance, read_instance
from server.importing.filling import FilledRow
from server.importing.history import Imported
from server.services import SYSTEM
from server.store import imports
from server.store.collected import Collection
from server.store.database import Cx
from server.store.forms import Form

_Answers = tuple[str, ...]
IN_ALREADY = "in-already"


def with_earlier(
    cx: Cx,
    form: Form,
    rows: Sequence[FilledRow],
    paths: Sequence[str],
    others: Sequence[Imported],
    zone: ZoneInfo,
) -> list[FilledRow]:
    """Return the rows, with a fault each that says in all answers what another import brought.

    ``paths``: the questions that the table answers; ``others``: the imports that are in. What was
    deleted, edited to say something else, or rejected is no longer there.
    """
    if not others or all(row.instance is None for row in rows):
        return list(rows)
    known = dict(_brought(cx, form, {f"import:{one.id}": one for one in others}, paths))
    return [_marked(row, known, paths, zone) for row in rows]


def left_out(row: FilledRow) -> FilledRow:
    """Return a row without that fault, to be left out where it has it."""
    if any(fault.code == IN_ALREADY for fault in row.faults):
        return replace(row, faults=(), is_in_already=True)
    return row


def _brought(
    cx: Cx, form: Form, others: Mapping[str, Imported], paths: Sequence[str]
) -> Iterator[tuple[_Answers, Imported]]:
    """Yield what the submissions of other imports say, and which import brought it."""
    collection = Collection(project_id=form.project_id, form_id=form.id, draft=False)
    for device_id, xml in imports.stream_brought(SYSTEM, cx, collection, list(others)):
        yield _answers(read_instance(xml), paths), others[device_id]


def _answers(instance: Instance, paths: Sequence[str]) -> _Answers:
    return tuple(instance.root.answer(path) for path in paths)


def _marked(
    row: FilledRow, known: Mapping[_Answers, Imported], paths: Sequence[str], zone: ZoneInfo
) -> FilledRow:
    earlier = None if row.instance is None else known.get(_answers(row.instance, paths))
    if earlier is None:
        return row
    day = earlier.at.astimezone(zone)
    fault = TableFault(
        row=row.number,
        column="",
        code=IN_ALREADY,
        vi=f"Hàng này giống hệt một phiếu đã nhập ngày {day:%d/%m/%Y} (lần nhập {earlier.id}): "
        "nhập nữa sẽ bị đếm hai lần. Hãy bỏ hàng này, hoặc rút lại lần nhập ấy trước.",
        en=f"The row says the same as a submission that was imported on {day:%Y-%m-%d} (import "
        f"{earlier.id}) and would count twice. Leave it out, or take that import out first.",
    )
    return replace(row, instance=None, xml=b"", faults=[fault])
