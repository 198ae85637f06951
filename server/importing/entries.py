"""Rows that are to make entries of a list, and whether they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exports.importing.faults import TableFault
from forms.entities import EntityDeclaration, entity_action
from server.importing.filling import FilledRow


def with_entry(row: FilledRow, declared: Sequence[EntityDeclaration], dataset: str) -> FilledRow:
    """Return a row, with a fault where its submission would make no entry of the list."""
    if row.instance is None:
        return row
    action = entity_action(declared, row.instance.root)
    if action is not None and action.creates and action.dataset == dataset:
        return row
    fault = TableFault(
        row=row.number,
        column="",
        code="no-entry",
        vi=f"Hàng này không tạo mục nào trong danh sách “{dataset}”: biểu mẫu còn câu hỏi quyết "
        "định việc đó. Hãy trả lời câu hỏi ấy trong một cột, hoặc trả lời chung cho mọi hàng.",
        en=f"The row would make no entry of the list “{dataset}”: another question of the form "
        "decides that. Answer it in a column, or alike for all rows.",
    )
    return replace(row, instance=None, xml=b"", faults=[fault])
