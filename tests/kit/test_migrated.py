"""Each story begins on tables without rows, whatever another left in its database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from server.store.database import Database
from tests.kit.migrated import migrated_database, migrated_file

ACTOR = text(
    "insert into actor (type, display_name, language, created_at)"
    " values ('user', 'Hà', 'vi', '2026-01-01') returning id"
)


def test_what_a_story_left_is_gone_for_the_next() -> None:
    numbers = []
    for _ in range(2):
        with migrated_database() as url:
            database = Database(url)
            with database.write() as cx:
                numbers.append(cx.execute(ACTOR).scalar_one())
                cx.execute(text("update actor set display_name = 'Lan' where id = 1"))
            database.close()
    assert numbers == [5, 5]
    with migrated_database() as url:
        database = Database(url)
        with database.read() as cx:
            found = cx.execute(text("select display_name from actor order by id")).scalars().all()
        database.close()
    assert found == ["tincay", "tincay 2", "tincay 3", "tincay 4"]


def test_two_stories_at_once_have_a_database_each() -> None:
    with migrated_database() as one, migrated_database() as other:
        assert one != other


def test_an_office_that_opens_again_finds_what_it_wrote(tmp_path: Path) -> None:
    for count in (4, 5):
        database = Database(migrated_file(tmp_path))
        with database.write() as cx:
            assert cx.execute(text("select count(*) from actor")).scalar_one() == count
            cx.execute(ACTOR)
        database.close()
