"""A project's indicators are defined: the workbook is checked like a form, history computed anew.

What changes a figure is another definition. Reports answer from the old one until the facts of the
new one are complete (``finish``, called by what the server does by itself).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from exports.indicators import wire
from exports.indicators.definition import Indicator
from exports.indicators.soundness import Sources, faults_against, labelled
from exports.indicators.targets import TARGETS_MAX, TargetRow
from exports.indicators.workbook import read_indicators
from forms.logic import Logic
from server import clock
from server.errors import Problem
from server.ingest.derived import model_of
from server.ingest.form_logic import logic_of
from server.publishing.form_faults import refused
from server.scope import Scope
from server.services import SYSTEM, Services
from server.store import audit, blobs, entities, forms, indicators, rechecks, targets
from server.store.blobs import TemporaryFile
from server.store.collected import Collection
from server.store.database import Cx
from server.store.indicators import StoredIndicator
from server.store.targets import StoredTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """What came of a workbook."""

    indicators: int
    unchanged: int
    computing: tuple[str, ...]
    """Codes whose history is being computed."""
    removed: tuple[str, ...]


def define(
    parts: Services, scope: Scope, project_id: int, file: TemporaryFile, language: str
) -> Defined:
    """Take a workbook as the definition of a project's indicators; raise 400.15 with its faults."""
    data = file.path.read_bytes()
    workbook = read_indicators(data)
    if workbook.faults:
        raise refused(workbook.faults, language)
    sources = sources_of(parts, project_id)
    if faults := faults_against(workbook, sources):
        raise refused(faults, language)
    wanted = [labelled(one, sources) for one in workbook.indicators]
    parts.blobs.keep(file)
    with parts.database.write() as cx:
        blobs.record(cx, file.sha256, file.size, clock.now())
        indicators.raise_revision(cx, project_id)
        defined = _Defining(cx, project_id, clock.now()).run(wanted)
        indicators.add_workbook(
            cx,
            project_id=project_id,
            sha256=file.sha256,
            size=file.size,
            created_at=clock.now(),
            created_by=scope.actor_id,
        )
        _ask_history(cx, project_id, wanted, defined.computing)
        _set_targets(scope, cx, project_id, workbook.targets)
        audit.log(
            scope,
            cx,
            "indicators.define",
            f"project:{project_id}",
            project_id=project_id,
            computing=list(defined.computing),
            removed=list(defined.removed),
        )
    parts.bell.set()
    return defined


def _set_targets(scope: Scope, cx: Cx, project_id: int, wanted: Sequence[TargetRow]) -> None:
    """Aim at what the workbook says; what else is aimed at stays, as people have set it."""
    if not wanted:
        return
    targets.lock(cx, project_id)
    aims = (StoredTarget(**asdict(one)) for one in wanted)
    changed = sum(targets.put(scope, cx, project_id, one) for one in aims)
    if targets.count(scope, cx, project_id) > TARGETS_MAX:
        raise Problem("409.77", limit=TARGETS_MAX)
    if changed:
        audit.log(
            scope,
            cx,
            "indicators.targets",
            f"project:{project_id}",
            project_id=project_id,
            count=changed,
        )


def sources_of(parts: Services, project_id: int) -> Sources:
    """Return what a project's indicators can be made of: published forms, entity lists."""
    found: dict[str, Logic] = {}
    with parts.database.read() as cx:
        for form in forms.list_all(SYSTEM, cx, project_id):
            if form.published_id is None:
                continue
            model = model_of(parts, cx, form.published_id)
            logic = logic_of(parts, cx, model, project_id=project_id, draft=False)
            if logic is not None:
                found[form.xml_form_id] = logic
        lists = entities.list_datasets(SYSTEM, cx, project_id)
    return Sources(forms=found, lists=lists)


class _Defining:
    """One project's definitions, changed in one transaction."""

    def __init__(self, cx: Cx, project_id: int, now: datetime) -> None:
        self._cx = cx
        self._project_id = project_id
        self._now = now
        stored = indicators.list_all(SYSTEM, cx, project_id)
        self._current = {one.code: one for one in stored if one.state == "current"}
        self._computing = {one.code: one for one in stored if one.state == "computing"}

    def run(self, wanted: Sequence[Indicator]) -> Defined:
        codes = {one.code for one in wanted}
        removed = [one for code, one in self._current.items() if code not in codes]
        gone = [*removed, *(one for c, one in self._computing.items() if c not in codes)]
        indicators.remove(self._cx, self._project_id, [one.id for one in gone])
        computing = [
            one.code for ordinal, one in enumerate(wanted) if self._is_to_compute(one, ordinal)
        ]
        return Defined(
            indicators=len(wanted),
            unchanged=len(wanted) - len(computing),
            computing=tuple(computing),
            removed=tuple(one.code for one in removed),
        )

    def _is_to_compute(self, wanted: Indicator, ordinal: int) -> bool:
        """Put a definition in its place; say whether its history has to be computed."""
        current = self._current.get(wanted.code)
        computing = self._computing.get(wanted.code)
        if current is not None and current.hash == wanted.hash:
            self._keep(current, wanted, ordinal)
            self._remove(computing)
            return False
        if computing is not None and computing.hash == wanted.hash:
            self._keep(computing, wanted, ordinal)
            indicators.change(self._cx, computing.id, asked_at=self._now)
            return True
        self._remove(computing)
        has_facts = wanted.source.kind == "form"
        if not has_facts:
            self._remove(current)
        indicators.add(
            self._cx,
            project_id=self._project_id,
            code=wanted.code,
            ordinal=ordinal,
            hash=wanted.hash,
            definition=wire.to_plain(wanted),
            state="computing" if has_facts else "current",
            asked_at=self._now,
        )
        return has_facts

    def _keep(self, stored: StoredIndicator, wanted: Indicator, ordinal: int) -> None:
        plain = wire.to_plain(wanted)
        indicators.change(self._cx, stored.id, ordinal=ordinal, definition=plain)

    def _remove(self, stored: StoredIndicator | None) -> None:
        if stored is not None:
            indicators.remove(self._cx, self._project_id, [stored.id])


def _ask_history(
    cx: Cx, project_id: int, wanted: Sequence[Indicator], computing: Sequence[str]
) -> None:
    """Ask that the submissions of the forms concerned are derived again, in the background."""
    for name in sorted(set().union(*(form_ids(one) for one in wanted if one.code in computing))):
        form = forms.find(SYSTEM, cx, project_id, name)
        if form is not None:
            collection = Collection(project_id=project_id, form_id=form.id, draft=False)
            rechecks.ask(cx, collection, clock.now(), clock.new_id())


def form_ids(indicator: Indicator) -> set[str]:
    """Return the forms whose submissions an indicator has facts of."""
    sources = [indicator.source, *([indicator.join.source] if indicator.join else [])]
    return {source.name for source in sources if source.kind == "form"}


def finish(parts: Services) -> list[str]:
    """Let reports answer from definitions whose history is complete; return their codes."""
    finished: list[str] = []
    with parts.database.read() as cx:
        waiting = indicators.list_computing(SYSTEM, cx)
        ready = [one for one in waiting if _is_complete(cx, one)]
    for one in ready:
        with parts.database.write() as cx:
            indicators.raise_revision(cx, one.project_id)
            stored = indicators.list_all(SYSTEM, cx, one.project_id)
            old = [s.id for s in stored if s.code == one.code and s.state == "current"]
            if not any(s.id == one.id and s.asked_at == one.asked_at for s in stored):
                continue  # defined anew meanwhile
            indicators.remove(cx, one.project_id, old)
            indicators.change(cx, one.id, state="current")
            finished.append(one.code)
    return finished


def _is_complete(cx: Cx, stored: StoredIndicator) -> bool:
    for name in form_ids(wire.from_plain(stored.definition)):
        form = forms.find(SYSTEM, cx, stored.project_id, name)
        if form is None:
            continue
        collection = Collection(project_id=stored.project_id, form_id=form.id, draft=False)
        recheck = rechecks.find(SYSTEM, cx, collection)
        is_done = recheck is not None and recheck.finished_at is not None
        if recheck is None or not is_done or recheck.asked_at < stored.asked_at:
            return False
    return True


def progress_of(cx: Cx, stored: StoredIndicator) -> float:
    """Return how much of a definition's history is computed, from 0 to 1."""
    done, total = 0, 0
    for name in form_ids(wire.from_plain(stored.definition)):
        form = forms.find(SYSTEM, cx, stored.project_id, name)
        if form is None:
            continue
        collection = Collection(project_id=stored.project_id, form_id=form.id, draft=False)
        recheck = rechecks.find(SYSTEM, cx, collection)
        if recheck is not None:
            total += recheck.total
            done += recheck.total if recheck.finished_at else min(recheck.done, recheck.total)
    return done / total if total else 0.0


def must_be_named(stored: Sequence[StoredIndicator], code: str) -> StoredIndicator:
    """Return the definition that reports answer from; raise 404.1, or 409.71 while it is new."""
    for one in stored:
        if one.code == code and one.state == "current":
            return one
    if any(one.code == code for one in stored):
        raise Problem("409.71", indicator=code)
    raise Problem("404.1")
