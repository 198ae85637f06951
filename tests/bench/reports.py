"""What a report costs over a million facts, and what its facts cost a submission."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from exports.indicators.form_facts import NumberedFact, facts_of_submission
from exports.indicators.units import load_units
from forms.check import check_loaded
from forms.instance import read_instance
from server.demonstration import telling
from server.ingest.derived import model_of
from server.ingest.facts import asked_of
from server.ingest.form_logic import logic_of
from server.reporting.reports import Reporting
from server.reporting.request import read_report_request
from server.services import SYSTEM, Services, open_services
from server.store import derivations, facts, forms, to_derive, versions
from server.store.projects import Project
from server.store.statistics import refresh_statistics
from tests.bench.checking import GIVEN
from tests.kit.running import DatabaseKind, fresh_config

FACTS = 1_000_000
ROUNDS = 5
ASKED: Mapping[str, Mapping[str, str]] = {
    "active models on a day": {"indicator": "M1", "period": "2022-08-04", "unit": "2024-22"},
    "sessions of nine months, by commune": {
        "indicator": "C1", "period": "2021-9M", "unit": "2024-22", "level": "commune",
    },
    "sessions of a year by topic, by commune": {
        "indicator": "C1", "period": "2021", "unit": "2024-22", "level": "commune", "by": "topics",
    },
    "participants of a year, month by month": {
        "indicator": "C2", "period": "2021", "every": "month", "unit": "2024-22",
    },
    "shares by quarter and district": {
        "indicator": "C5", "period": "2021", "every": "quarter", "unit": "2024-22",
        "level": "district",
    },
    "models followed up, by commune": {
        "indicator": "M5", "period": "2021-Q3", "unit": "2024-22", "level": "commune",
    },
    "officers trained, latest of each commune": {
        "indicator": "O1", "period": "2021", "unit": "2024-22",
    },
    "all indicators of a year": {"period": "2021", "unit": "2024-22"},
}  # fmt: skip


def main() -> None:
    """Measure on both databases."""
    kinds: tuple[DatabaseKind, ...] = ("sqlite", "postgresql")
    for kind in kinds:
        with _demonstration(kind) as (parts, province):
            with parts.database.write() as cx:
                refresh_statistics(cx)  # as the server does each minute
            _facts_of_a_submission(kind, parts, province)
            count = _multiply(parts)
            _settle(parts)
            for name, asked in ASKED.items():
                seconds = _median(lambda asked=asked: _report(parts, province, asked))  # type: ignore[misc]
                print(f"{kind}: report over {count} facts {seconds * 1000:7.0f} ms  {name}")


@contextmanager
def _demonstration(kind: DatabaseKind) -> Iterator[tuple[Services, Project]]:
    with fresh_config(kind) as config:
        parts = open_services(config)
        provinces = telling.prepare(parts)
        for province in provinces:
            for _ in telling.tell(parts, province):
                pass
        yield parts, provinces[-1].project
        parts.database.close()


def _multiply(parts: Services) -> int:
    """Copy the facts until there are a million; each keeps its day, unit and category."""
    with parts.database.write() as cx:
        count: int = cx.execute(text("select count(*) from fact")).scalar_one()
        columns = "indicator_id, part, day, unit, value, key, categories, counts"
        copying = text(
            "insert into fact (project_id, version_id, ordinal, "
            f"{columns}) select project_id, version_id, ordinal + :more, {columns} "
            "from fact where ordinal < 100000"
        )
        for copy in range(1, -(-FACTS // count)):
            cx.execute(copying, {"more": copy * 100_000})
        refresh_statistics(cx)
        total: int = cx.execute(text("select count(*) from fact")).scalar_one()
    return total


def _settle(parts: Services) -> None:
    """Do at once what PostgreSQL's own vacuum does within a minute of so many new rows.

    Until then every row that an index finds is looked up in the table as well.
    """
    if not parts.database.is_sqlite:
        engine = create_engine(parts.database.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as cx:
            cx.execute(text("vacuum analyze fact"))
        engine.dispose()


def _report(parts: Services, project: Project, asked: Mapping[str, str]) -> None:
    units = load_units()
    request = read_report_request({name: [value] for name, value in asked.items()}, units, 0)
    with parts.database.read() as cx:
        lines = list(Reporting(SYSTEM, cx, project, units, request).lines())
    if not lines:
        raise SystemExit(f"no lines for {dict(asked)}")


def _facts_of_a_submission(kind: DatabaseKind, parts: Services, project: Project) -> None:
    with parts.database.read() as cx:
        form = forms.get(SYSTEM, cx, project.id, "f3_activity")
        model = model_of(parts, cx, form.published_id or 0)
        logic = logic_of(parts, cx, model, project_id=project.id, draft=False)
        if logic is None:
            raise SystemExit("no logic")
        _, asked = asked_of(parts, cx, project.id, model.form_version_id, logic)
        keys = to_derive.list_versions(SYSTEM, cx, None, form_ids=[form.id])
        sent = [versions.get_record(SYSTEM, cx, project.id, key.id) for key in keys]
    read = [read_instance(xml) for _, xml in sent]
    checked = [(one, check_loaded(asked.logic, one, GIVEN).loaded) for one in read]
    day = GIVEN.received_at.date()

    def compute() -> list[list[NumberedFact]]:
        """Look at what the check has read already, as ingest does."""
        return [
            facts_of_submission(
                asked, instance, GIVEN, unit="2024-06688", event_date=day, loaded=loaded
            )
            for instance, loaded in checked
        ]

    made = compute()
    compute_ms = _median(compute) / len(read) * 1000
    store_ms = _store_ms(parts, project.id, [key.id for key in keys], made)
    print(
        f"{kind}: facts of a submission  {statistics.mean(map(len, made)):5.1f} of them, "
        f"{compute_ms:.2f} ms to compute, {store_ms:.2f} ms to store"
    )


def _store_ms(
    parts: Services,
    project_id: int,
    ids: list[uuid.UUID],
    made: list[list[NumberedFact]],
) -> float:
    """Take the facts of some versions away, and write them again; return ms for each."""
    with parts.database.write() as cx:
        for number in ids:
            derivations.drop(cx, project_id, number)
        begin = time.perf_counter()
        for number, some in zip(ids, made, strict=True):
            facts.add(cx, project_id, number, some, counts=True)
        return (time.perf_counter() - begin) / len(ids) * 1000


def _median(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)
