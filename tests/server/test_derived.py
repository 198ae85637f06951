"""A bug of ours in what is derived costs no submission: it is stored, pending, and mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner, Result

from forms import check
from forms.instance import Instance, read_instance
from server.cli import tincay
from server.ingest import again, derive, derived
from server.jobs import Mender
from server.reporting.definitions import define
from server.services import SYSTEM
from server.store import derivations
from server.store.database import Cx
from tests.exports.indicators.designer import indicator_row, indicator_workbook
from tests.kit import process
from tests.kit.fixtures import Scene
from tests.kit.library import PROOFS, fill_list, publish
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import DatabaseKind, RunningServer, running_server

A = "uuid:a"


@pytest.fixture
def server(any_database: DatabaseKind) -> Iterator[RunningServer]:
    """One of its own, for who counts all that is there."""
    with running_server(any_database) as running:
        yield running


@pytest.fixture
def mended(scene: Scene) -> Iterator[Scene]:
    """A scene that leaves nothing pending to the next."""
    yield scene
    assert run(scene.server, "rebuild").exit_code == 0


def raises(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError("Nguyễn Thị Ánh")


def cannot_be_written(cx: Cx, *_: object) -> None:
    cx.exec_driver_sql("insert into nowhere values (1)")


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    **{
        step: lambda patch, step=step: patch.setattr(derive, step, raises)  # type: ignore[misc]
        for step in (
            *("rows_of", "check_of", "named_files", "unit_of", "event_date_of"),
            *("one_per_of", "facts_of", "entity_action"),
        )
    },
    "what indicators ask": lambda patch: patch.setattr(derived, "asked_of", raises),
    "the form's logic": lambda patch: patch.setattr(derived, "logic_of", raises),
    "the check": lambda patch: patch.setattr(check, "check_loaded", raises),
    "writing it": lambda patch: patch.setattr(derivations, "add", cannot_be_written),
}


def run(server: RunningServer, *arguments: str) -> Result:
    """Run ``tincay`` beside the server, on the same data."""
    return CliRunner().invoke(tincay, arguments, env=process.environment(server.parts.config))


def dump(server: RunningServer) -> dict[str, list[tuple[Any, ...]]]:
    """All that is derived."""
    derived = (
        "id, derived, derived_error, checked, faults, notes, form_version_id, layout, "
        "instance_name, named_files, unit, event_date, files_present, files_expected, "
        "counts, one_per"
    )
    asked = {
        "version": f"select {derived} from version order by id",
        "flat_row": "select * from flat_row order by version_id, table_ordinal, ordinal",
        "finding": "select * from finding order by version_id, ordinal",
        "fact": "select * from fact order by version_id, ordinal",
        "entity_version": "select * from entity_version order by version_id",
        "entity": "select * from entity order by id",
    }
    with server.parts.database.read() as cx:
        return {
            table: [tuple(map(str, row)) for row in cx.exec_driver_sql(query)]
            for table, query in asked.items()
        }


def states(scene: Scene) -> list[str]:
    """Whether each version of the scene's form is derived."""
    query = (
        "select derived from version join form on form.id = version.form_id "
        f"where xml_form_id = '{scene.form_id}'"
    )
    with scene.server.parts.database.read() as cx:
        return [row.derived for row in cx.exec_driver_sql(query)]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_raises_costs_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    coordinator, form_id = scene.coordinator, scene.form_id
    filled = scene.phone.fills(
        scene.form, instance_id=A, name="Hoa", photo="a.jpg", files={"a.jpg": b"JPEG"}
    )
    with monkeypatch.context() as broken:
        STEPS[step](broken)
        assert scene.phone.sends(filled).status == 201
        assert scene.phone.sends(filled).status == 201
    assert coordinator.counts(form_id) == [A]
    assert coordinator.reads(form_id, A) == filled.xml
    assert [file["size"] for file in coordinator.lists_all_files(form_id, A)] == [4]

    said = run(scene.server, "status")
    assert (said.exit_code, "Derived parts pending: 1\n" in said.output) == (1, True), said.output
    assert "Versions to be checked, by the server itself: 1\n" in said.output
    assert "Ánh" not in said.output
    mended = run(scene.server, "rebuild", "--form", form_id)
    assert (mended.exit_code, mended.output) == (0, "Rebuilt 1 of 1 versions.\n")
    assert run(scene.server, "status").exit_code == 0

    row = coordinator.downloads(form_id).splitlines()[1].split(",")
    assert row[1:4] == ["Hoa", "", "a.jpg"]
    assert coordinator.sees_files(form_id, A) == {"a.jpg": True}


def test_the_server_mends_by_itself_what_is_pending(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        STEPS["rows_of"](broken)
        scene.phone.sends(scene.phone.fills(scene.form, name="Hoa"))
    assert states(scene) == ["pending"]
    Mender(scene.server.parts).mend()
    assert states(scene) == ["done"]
    assert ",Hoa," in scene.coordinator.downloads(scene.form_id)


def test_one_that_cannot_be_read_any_more_keeps_no_other_from_being_mended(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        STEPS["rows_of"](broken)
        for name in ("Hoa", "Lan"):
            scene.phone.sends(scene.phone.fills(scene.form, name=name))

    def read_stricter(xml: bytes) -> Instance:
        return raises() if b"Hoa" in xml else read_instance(xml)

    with monkeypatch.context() as stricter:
        stricter.setattr(again, "read_instance", read_stricter)
        Mender(scene.server.parts).mend()
        assert sorted(states(scene)) == ["done", "pending"]
    Mender(scene.server.parts).mend()
    assert states(scene) == ["done", "done"]


def test_what_went_wrong_is_logged_without_an_answer(
    mended: Scene, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(derive, "unit_of", raises)
    mended.phone.sends(mended.phone.fills(mended.form, name="Trần Thị Bích"))
    monkeypatch.undo()
    said = "".join(capfd.readouterr())
    assert "derived part is pending" in said
    assert "Ánh" not in said
    assert "Bích" not in said
    assert states(mended) == ["pending"]


def count_visits(server: RunningServer, form_id: str) -> None:
    """Define an indicator, and have its history computed."""
    book = indicator_workbook(indicator_row("V1", "sum(${age})", form_id), dimensions=[])
    file = server.parts.blobs.take([book])
    define(server.parts, SYSTEM, server.coordinator.project_id, file, "en")
    while Mender(server.parts).mend():
        pass


@pytest.mark.slow
def test_all_that_is_derived_can_be_dropped_and_made_again(server: RunningServer) -> None:
    coordinator, form = server.coordinator, Questionnaire()
    coordinator.publishes(form)
    people = publish(coordinator, PROOFS / "f5_people_repeat.xlsx")
    phone = coordinator.lets_in(form.form_id, people)
    for number in range(3):
        phone.sends(phone.fills(form, instance_id=f"uuid:{number}", age=number, photo="a.jpg"))
    phone.sends(phone.fills(form, instance_id="uuid:edit", edits="uuid:1", name="sửa"))
    phone.sends(phone.fills(form, instance_id="uuid:0", name="khác"))
    phone.sends(phone.fills(form.at_version("0"), name="cũ"))
    members = "".join(f"<member><mname>M{n}</mname><mage>{n}</mage></member>" for n in range(4))
    phone.sends(
        Questionnaire(form_id=people, questions=())
        .filled()
        .with_inside(f"<village>Thôn 1</village>{members}")
    )
    phone.leaves()
    publish(coordinator, PROOFS / "f2_place_create.xlsx")
    fill_list(coordinator, "f2_place_create", PROOFS / "places.csv")
    count_visits(server, form.form_id)
    before = dump(server)
    assert all(before.values())

    with server.parts.database.write() as cx:
        for statement in (
            "delete from flat_row",
            "delete from finding",
            "delete from fact",
            "delete from entity_version",
            "delete from entity",
            """update version set checked = 'pending', checked_at = null, faults = 0, notes = 0,
            derived = 'pending', derived_error = null, layout = null,
            form_version_id = null, instance_name = null, named_files = '[]', unit = null,
            event_date = null, one_per = null, files_present = 0, files_expected = 0""",
        ):
            cx.exec_driver_sql(statement)
    assert dump(server) != before
    assert run(server, "rebuild").exit_code == 0
    assert dump(server) == before
