"""The choices that stand in a form's files and lists, so that cells may name them by label."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

from exports.importing.places import UNITS_FILE
from forms.definition import Choice, Node
from server.form_cache import FILES_BYTES_MAX, FormModel
from server.ingest import entity_lists
from server.services import SYSTEM, Services
from server.store import entity_lists as stored
from server.store import media
from server.store.database import Cx


def with_choices(
    parts: Services, cx: Cx, model: FormModel, project_id: int, questions: Mapping[str, Node]
) -> dict[str, Node]:
    """Return the questions, those that choose from a file with its rows as their choices.

    Units are found another way: their names hang on the day and on what they lie in.
    """
    wanted = {node.choices_file for node in questions.values()} - {None, UNITS_FILE}
    number = model.form_version_id
    linked = stored.linked(SYSTEM, cx, project_id, number)
    files: dict[str, bytes] = {
        name: entity_lists.for_check(parts, cx, project_id, number, linked[name]).csv
        for name in linked
        if name in wanted
    }
    for file in media.list_all(SYSTEM, cx, number):
        is_small = (file.size or 0) <= FILES_BYTES_MAX
        if file.name in wanted - files.keys() and file.is_there and is_small:
            files[file.name] = b"".join(parts.blobs.read(file.sha256 or ""))
    return {path: _with_rows(node, files) for path, node in questions.items()}


def _with_rows(node: Node, files: Mapping[str, bytes]) -> Node:
    data = files.get(node.choices_file or "")
    if data is None or node.item_set is None or node.choices:
        return node
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""))
    value, label = node.item_set.value, node.item_set.label
    choices = tuple(
        Choice(name=row[value], labels={"": row.get(label) or row[value]})
        for row in rows
        if row.get(value)
    )
    return replace(node, choices=choices)
