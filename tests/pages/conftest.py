"""What the stories of the pages begin with: an office, and somebody signed in to a new project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.desk import Desk
from tests.server.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of its own, with one project."""
    with open_office(tmp_path) as office:
        office.project("Đề án 938")
        yield office


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office for the stories of a file: to open one takes longer than most of them."""
    with open_office(tmp_path_factory.mktemp("data")) as office:
        yield office


@pytest.fixture
def desk(shared_office: Office) -> Desk:
    """The administrator, in a project where nothing is yet."""
    return Desk(shared_office, shared_office.project("Đề án 938").id).signs_in()
