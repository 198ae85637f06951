"""What the server's stories begin with: an office on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.kit.migrated import migrated_database
from tests.server.office import Office, open_office
from tests.server.register import Register


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        url = None
        if request.param == "postgresql":
            url = stack.enter_context(migrated_database())
        yield stack.enter_context(open_office(tmp_path, url))


@pytest.fixture
def small_office(tmp_path: Path) -> Iterator[Office]:
    """On SQLite alone: for stories that ask the database nothing of their own."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture(scope="module")
def still_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """On SQLite, for all stories of a file in which everything is refused and nothing changes."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def registering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with open_office(tmp_path_factory.mktemp("register")) as office:
        yield Register(office)


@pytest.fixture
def register(registering: Register) -> Iterator[Register]:
    """Every story begins with an empty register, and with a list of another length."""
    yield registering
    for one in registering.imported():
        registering.undoes(one.id)
