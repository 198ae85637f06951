"""What stories begin with: a server on each database, and a form nobody has used yet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.kit.coordinator import Coordinator
from tests.kit.phone import Phone
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import DatabaseKind, RunningServer, running_server

_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def any_database(request: pytest.FixtureRequest) -> DatabaseKind:
    kind: DatabaseKind = request.param
    return kind


@pytest.fixture(scope="module")
def any_server(any_database: DatabaseKind) -> Iterator[RunningServer]:
    """One server for the stories of a file, on each database in turn."""
    with running_server(any_database) as server:
        yield server


@dataclass(frozen=True, slots=True)
class Scene:
    """A form just published, a phone that was given it, and the coordinator."""

    server: RunningServer
    form: Questionnaire
    phone: Phone
    coordinator: Coordinator

    @property
    def form_id(self) -> str:
        """How the form is called."""
        return self.form.form_id


@contextmanager
def new_scene(server: RunningServer) -> Iterator[Scene]:
    """Publish a form that nobody has used yet, and give it to a phone."""
    form = Questionnaire(form_id=f"visit_{next(_numbers)}")
    server.coordinator.publishes(form)
    phone = server.coordinator.lets_in(form.form_id)
    try:
        yield Scene(server, form, phone, server.coordinator)
    finally:
        phone.leaves()


@pytest.fixture
def scene(any_server: RunningServer) -> Iterator[Scene]:
    """A form and a phone of this story's own, on each database."""
    with new_scene(any_server) as made:
        yield made
