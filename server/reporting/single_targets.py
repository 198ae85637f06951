"""Single targets, added, changed and removed by people: nobody's change is lost for another's."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, astuple

from exports.indicators import wire
from exports.indicators.targets import TARGETS_MAX, TargetRow
from exports.indicators.typed_target import RefusedTarget, TypedTarget, read_typed
from exports.indicators.units import load_units
from server.errors import Problem
from server.publishing.form_faults import located, told
from server.scope import Scope
from server.services import SYSTEM, Services
from server.store import audit, indicators, targets
from server.store.database import Cx
from server.store.projects import Project
from server.store.targets import StoredTarget


def add(
    parts: Services, scope: Scope, project: Project, typed: TypedTarget, language: str
) -> StoredTarget:
    """Add a target. Raise 400.80 with the fields that are wrong, 409.75 where it is there."""
    wanted = _read(parts, project, typed, language)
    with parts.database.write() as cx:
        targets.lock(cx, project.id)
        _must_be_new(cx, project, wanted)
        if targets.count(SYSTEM, cx, project.id) >= TARGETS_MAX:
            raise Problem("409.77", limit=TARGETS_MAX)
        target_id = targets.add(cx, project.id, wanted)
        _log(scope, cx, "add", project, target_id, wanted)
    return wanted


def change(
    parts: Services,
    scope: Scope,
    project: Project,
    target_id: int,
    seen: str,
    typed: TypedTarget,
    language: str,
) -> StoredTarget:
    """Change a target that was ``seen`` so; raise 409.76 where it is another by now.

    And 404.1 where it is gone, whatever is wrong in the fields.
    """
    with parts.database.read() as cx:
        targets.get(SYSTEM, cx, project.id, target_id)
    wanted = _read(parts, project, typed, language)
    with parts.database.write() as cx:
        targets.lock(cx, project.id)
        _must_be_as_seen(cx, project, target_id, seen)
        _must_be_new(cx, project, wanted, but=target_id)
        targets.change(cx, project.id, target_id, wanted)
        _log(scope, cx, "change", project, target_id, wanted)
    return wanted


def remove(
    parts: Services, scope: Scope, project: Project, target_id: int, seen: str
) -> StoredTarget:
    """Remove a target that was ``seen`` so, and return it: it may be put back."""
    with parts.database.write() as cx:
        targets.lock(cx, project.id)
        found = _must_be_as_seen(cx, project, target_id, seen)
        targets.remove(cx, project.id, target_id)
        _log(scope, cx, "remove", project, target_id, found)
    return found


def fingerprint(target: StoredTarget) -> str:
    """Return what tells a target from what it was before somebody changed it."""
    return hashlib.sha256(repr(astuple(target)).encode()).hexdigest()[:32]


def percents_of(parts: Services, project: Project) -> Mapping[str, bool]:
    """Return the codes of a project's indicators, and which of them are percentages."""
    with parts.database.read() as cx:
        stored = indicators.list_all(SYSTEM, cx, project.id)
    # Current ones come first: of a code that is being computed anew, what reports answer from.
    return {one.code: wire.from_plain(one.definition).percent for one in reversed(stored)}


def _read(parts: Services, project: Project, typed: TypedTarget, language: str) -> StoredTarget:
    try:
        row = read_typed(typed, percents_of(parts, project), load_units(), project.cutoff_day or 0)
    except RefusedTarget as refused:
        raise Problem(
            "400.80",
            error=located(refused.faults[0], "en"),
            error_vi=located(refused.faults[0], "vi"),
            faults=[told(fault, language) for fault in refused.faults],
        ) from refused
    return _stored(row)


def _stored(row: TargetRow) -> StoredTarget:
    return StoredTarget(**asdict(row))


def _must_be_new(cx: Cx, project: Project, wanted: StoredTarget, but: int | None = None) -> None:
    like = targets.find_like(SYSTEM, cx, project.id, wanted)
    if like is not None and like.id != but:
        raise Problem("409.75", indicator=wanted.code, id=like.id)


def _must_be_as_seen(cx: Cx, project: Project, target_id: int, seen: str) -> StoredTarget:
    found = targets.get(SYSTEM, cx, project.id, target_id)
    if fingerprint(found) != seen:
        raise Problem("409.76")
    return found


def _log(
    scope: Scope, cx: Cx, done: str, project: Project, target_id: int, target: StoredTarget
) -> None:
    """Say what was aimed at where. Not where it is written: people write names there."""
    audit.log(
        scope,
        cx,
        f"indicators.target.{done}",
        f"project:{project.id}",
        project_id=project.id,
        target=target_id,
        indicator=target.code,
        unit=target.unit,
        days=f"{target.from_day}/{target.to_day}",
        value=target.value,
    )
