"""The migrations make the tables that the code knows, on both databases, and no others."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from server.services import SYSTEM
from server.store import to_derive
from server.store.database import Database, UnsafeDatabaseError
from server.store.tables import Audit, Fact
from tests.kit.services import fresh_database

TABLES = Audit.metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "postgresql":
        with fresh_database() as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'tincay.sqlite3'}"


@contextmanager
def migrated(address: str) -> Iterator[Database]:
    database = Database(address)
    database.migrate()
    yield database
    database.close()


def write_at(
    address: str, revision: str, monkeypatch: pytest.MonkeyPatch, statements: Sequence[str]
) -> None:
    """Leave what an earlier tincay wrote when its tables were at a revision."""
    with monkeypatch.context() as then:
        then.setattr(command, "upgrade", lambda config, _: upgrade(config, revision))
        with migrated(address) as database, database.write() as cx:
            for statement in statements:
                cx.execute(text(statement))


def test_they_end_in_what_the_code_knows(address: str) -> None:
    with migrated(address):
        engine = create_engine(address)
        with engine.connect() as cx, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Alembic cannot reflect one index: looked at below
            assert compare_metadata(MigrationContext.configure(cx), TABLES) == []
            seen = inspect(cx)
            names = {index["name"] for name in TABLES.tables for index in seen.get_indexes(name)}
        wanted = {index.name for table in TABLES.tables.values() for index in table.indexes}
        assert wanted - names <= {"uq_assignment"}
        engine.dispose()


def test_a_role_is_had_once_on_the_site(address: str) -> None:
    insert = text(
        "insert into assignment (actor_id, role_id, created_at) values (1, 1, '2026-01-01')"
    )
    with migrated(address) as database:
        with database.write() as cx:
            cx.execute(
                text(
                    "insert into actor (type, display_name, language, created_at)"
                    " values ('user', 'Hà', 'vi', '2026-01-01')"
                )
            )
            cx.execute(insert)
        with pytest.raises(Exception, match="uq_assignment"), database.write() as cx:
            cx.execute(insert)


def test_the_first_four_actors_are_the_systems(address: str) -> None:
    with migrated(address) as database, database.read() as cx:
        found = cx.execute(text("select id, type from actor order by id")).all()
    assert [tuple(row) for row in found] == [(n, "system") for n in (1, 2, 3, 4)]


def test_a_second_start_changes_nothing(address: str) -> None:
    with migrated(address) as database:
        database.migrate()
        database.assert_durable()


THEN = """\
insert into project (name, archived, zone, language, accept_bytes, created_at)
values ('Thôn', false, 'Asia/Ho_Chi_Minh', 'vi', 1000000, '2026-01-01');
insert into form (project_id, xml_form_id, state, created_at)
values (1, 'village', 'open', '2026-01-01');
insert into version (project_id, id, form_id, draft, instance_id, xml_sha256, xml, state,
form_version, encrypted, received_at, derived, named_files, files_present, files_expected)
values (1, '018f0000000070008000000000000001', 1, false, 'uuid:A', 'x', 'x', 'quarantined',
'1', false, '2026-01-01', 'done', '[]', 0, 0);
insert into finding (project_id, version_id, ordinal, path, kind, level)
values (1, '018f0000000070008000000000000001', 0, '/data/@version', 'unknown', 'fault')
"""
"""What the first version of tincay wrote."""


def test_what_was_stored_before_there_was_a_check_waits_for_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_at(address, "0001", monkeypatch, THEN.split(";"))
    with migrated(address) as database, database.read() as cx:
        (version,) = cx.execute(
            text("select derived, checked, checked_at, faults, notes from version")
        )
        assert tuple(version) == ("done", "pending", None, 0, 0)
        assert cx.execute(text("select count(*) from finding")).scalar_one() == 0
        assert [key.form_id for key in to_derive.list_pending(SYSTEM, cx, None)] == [1]


FACTS_THEN = (
    "0, 1, 'x', '', '', 15, 'k', true",
    "1, 1, 'x', 'sex', 'f', 12, 'k', true",
    "2, 1, 'x', 'sex', 'm', 3, 'k', true",
    "3, 1, 'x', 'kind', '', 15, 'k', true",
    "4, 2, null, '', '', 0, '', false",
)
"""What tincay wrote when each category was a fact."""
ADD_FACT_THEN = """\
insert into fact (project_id, version_id, indicator_id, part, day, ordinal, position, unit,
dimension, category, value, key, counts)
values (1, '018f0000000070008000000000000001', 1, 'numerator', '2021-09-14', {told})
"""


def test_facts_keep_their_numbers_when_their_categories_come_together(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = [ADD_FACT_THEN.format(told=told) for told in FACTS_THEN]
    write_at(address, "0007", monkeypatch, [*THEN.split(";")[:3], *facts])
    with migrated(address) as database, database.read() as cx:
        columns = (Fact.ordinal, Fact.unit, Fact.value, Fact.key, Fact.categories, Fact.counts)
        found = [tuple(row) for row in cx.execute(select(*columns).order_by(Fact.ordinal))]
    assert found == [
        (0, "x", 15.0, "k", {"sex": {"f": 12.0, "m": 3.0}, "kind": {"": 15.0}}, True),
        (4, None, 0.0, "", {}, False),
    ]


def test_a_version_is_not_checked_that_is_not_derived(address: str) -> None:
    with migrated(address) as database:
        with database.write() as cx:
            for statement in THEN.split(";")[:3]:
                cx.execute(text(statement))
        with (
            pytest.raises(IntegrityError, match="ck_version_checked"),
            database.write() as cx,
        ):
            cx.execute(text("update version set derived = 'pending', checked = 'done'"))


def test_a_database_of_a_newer_version_is_refused(address: str) -> None:
    with migrated(address) as database:
        with database.write() as cx:
            cx.execute(text("update alembic_version set version_num = '9999'"))
        with pytest.raises(UnsafeDatabaseError, match="9999"):
            database.migrate()


def test_a_database_that_forgets_commits_is_refused() -> None:
    with fresh_database() as url, migrated(url) as database:
        with database.write() as cx:
            name = make_url(url).database
            cx.execute(text(f'alter database "{name}" set synchronous_commit to off'))
        forgetful = Database(url)
        with pytest.raises(UnsafeDatabaseError, match="synchronous_commit=off"):
            forgetful.assert_durable()
        forgetful.close()
