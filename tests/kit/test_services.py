"""The databases that the tests use are real, empty and gone afterwards."""

from __future__ import annotations

import psycopg
import pytest

from tests.kit.services import fresh_database, java, own_cluster


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""))


def test_a_fresh_database_is_empty_and_its_own() -> None:
    with fresh_database() as one, fresh_database() as other:
        with connect(one) as connection:
            connection.execute("CREATE TABLE visit (place text)")
            connection.execute("INSERT INTO visit VALUES ('Hòa Bình')")
        with connect(one) as connection:
            assert connection.execute("SELECT place FROM visit").fetchall() == [("Hòa Bình",)]
        with connect(other) as connection:
            found = connection.execute("SELECT to_regclass('visit')").fetchone()
            assert found == (None,)


def test_a_fresh_database_is_gone_afterwards() -> None:
    with fresh_database() as url:
        pass
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(url)


@pytest.mark.slow
def test_a_cluster_of_our_own_speaks_utf_8() -> None:
    with own_cluster() as cluster, connect(cluster.url) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_a_missing_program_is_a_skip_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="java is not here: sudo apt-get install -y d"):
        java()


def test_under_ci_a_missing_program_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="java is not here"):
        java()
