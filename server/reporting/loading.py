"""A folder's indicators and targets, loaded into a project beside its forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from exports.indicators.targets import read_targets
from exports.indicators.units import load_units
from exports.sheets import RefusedTable, read_csv
from server.errors import Problem
from server.publishing.form_faults import refused
from server.publishing.library import INDICATORS
from server.reporting.definitions import define
from server.scope import Scope
from server.services import SYSTEM, Services
from server.store import audit, indicators, targets
from server.store.projects import Project
from server.store.targets import StoredTarget

TARGETS = "targets.csv"


def load_definitions(parts: Services, project: Project, folder: Path) -> Iterator[str]:
    """Define what the folder's workbook and targets say; yield a line for each, and its faults."""
    for name, load in ((INDICATORS, _load_indicators), (TARGETS, _load_targets)):
        path = folder / name
        if not path.is_file():
            continue
        try:
            yield f"{name}: {load(parts, project, path)}"
        except Problem as problem:
            yield f"{name}: {problem.message('en')} ({problem.code})"


def _load_indicators(parts: Services, project: Project, path: Path) -> str:
    file = parts.blobs.take([path.read_bytes()])
    try:
        with parts.database.read() as cx:
            known = indicators.find_workbook(SYSTEM, cx, project.id)
        if known is not None and known.sha256 == file.sha256:
            return "unchanged"
        defined = define(parts, SYSTEM, project.id, file, "en")
    finally:
        file.discard()
    return f"{defined.indicators} indicators defined"


def _load_targets(parts: Services, project: Project, path: Path) -> str:
    count = set_targets(parts, SYSTEM, project, path.read_bytes(), "en", strict=False)
    return f"{count} targets"


def set_targets(
    parts: Services, scope: Scope, project: Project, data: bytes, language: str, *, strict: bool
) -> int:
    """Take a CSV for what a project aims at; raise 400.15 with its faults by row and column.

    Unless ``strict``, targets of indicators that the project does not have are left out: one list
    may serve several projects.
    """
    try:
        table = read_csv(TARGETS, data)
    except RefusedTable as unreadable:
        raise refused(unreadable.faults, language) from unreadable
    with parts.database.read() as cx:
        stored = indicators.list_all(SYSTEM, cx, project.id)
    codes = {one.code for one in stored}
    named = {row.cells.get("indicator", "") for row in table.rows} - {""}
    rows, faults = read_targets(table, codes if strict else named, load_units().keys())
    if faults:
        raise refused(faults, language)
    wanted = [StoredTarget(**asdict(row)) for row in rows if row.code in codes]
    with parts.database.write() as cx:
        targets.replace_all(cx, project.id, wanted)
        audit.log(
            scope,
            cx,
            "indicators.targets",
            f"project:{project.id}",
            project_id=project.id,
            count=len(wanted),
        )
    return len(wanted)
