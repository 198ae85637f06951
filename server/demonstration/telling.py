"""The demonstration is told: projects made, forms published, submissions sent in as by phones."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from exports.answer import languages_of
from exports.indicators.units import load_units
from forms.entities import entity_action
from forms.fill import Filler, Given
from forms.instance import read_instance
from server import clock
from server.demonstration.drawing import Told
from server.demonstration.story import SEED, Story
from server.errors import Problem
from server.form_cache import FormModel
from server.ingest import standing
from server.ingest.arrival import Arrival
from server.ingest.derived import model_of
from server.ingest.form_logic import logic_of
from server.ingest.receive import receive
from server.people import onboarding
from server.people.first_start import ACCEPT_BYTES
from server.publishing import library
from server.reporting.definitions import finish
from server.reporting.loading import load_definitions
from server.scope import Grant, Scope
from server.services import SYSTEM, Services
from server.store import definitions, forms, projects, rechecks, submissions
from server.store.collected import Collection
from server.store.forms import Form
from server.store.projects import Project

BAC_KAN, QUANG_NINH = "Bắc Kạn – minh họa", "Quảng Ninh – minh họa"
_NAMESPACE = uuid.UUID("7b1f2f5e-9380-4d61-9d41-0000000000d8")
_FOLLOW_UP = "f2_model_followup"
_COMPUTED = {
    "f1_model_register": ("@id", "model_code"),
    _FOLLOW_UP: ("model_type", "is_trusted"),
}
"""What the story tells of each form though the form computes it."""
_PATHS = {"@id": "/meta/entity/@id"}
_VERBS = frozenset({"submission.create", "submission.update"})


@dataclass(frozen=True, slots=True)
class Province:
    """A project of the demonstration, with all that is to be submitted to it."""

    project: Project
    told: list[Told]


def prepare(parts: Services, seed: int = SEED, *, small: bool = False) -> list[Province]:
    """Make the two projects with the programme's forms and indicators, and draw their stories.

    ``small``: fewer submissions, the figures that papers name unchanged.

    Raises 409.3 where one of them is here already: it may have been changed by hand.
    """
    units = load_units()
    stories: list[tuple[str, str, Callable[[Story], Iterator[Told]]]] = [
        (BAC_KAN, "2024-06", Story.bac_kan),
        (QUANG_NINH, "2024-22", Story.quang_ninh),
    ]
    with parts.database.read() as cx:
        here = {one.name for one in projects.list_all(SYSTEM, cx)}
    for name, _, _ in stories:
        if name in here:
            raise Problem("409.3", fields="name", values=name)
    return [
        Province(_made(parts, name), list(tells(Story(key, units, seed, small=small))))
        for name, key, tells in stories
    ]


def _made(parts: Services, name: str) -> Project:
    with parts.database.write() as cx:
        project = projects.add(
            cx,
            name=name,
            archived=False,
            zone=parts.config.timezone.key,
            language="vi",
            accept_bytes=ACCEPT_BYTES,
            created_at=clock.now(),
        )
    for loaded in library.load_folder(parts, project, library.PROGRAMME):
        if loaded.problem is not None:
            raise loaded.problem
    list(load_definitions(parts, project, library.PROGRAMME))
    _finish_definitions(parts, project)
    return project


def _finish_definitions(parts: Services, project: Project) -> None:
    """Nothing was sent yet, so there is no history to compute."""
    with parts.database.write() as cx:
        for form in forms.list_all(SYSTEM, cx, project.id):
            collection = Collection(project_id=project.id, form_id=form.id, draft=False)
            recheck = rechecks.find(SYSTEM, cx, collection)
            if recheck is not None and recheck.finished_at is None:
                rechecks.advance(cx, recheck, finished_at=clock.now())
    finish(parts)


def tell(parts: Services, province: Province) -> Iterator[Told]:
    """Send what is told, one by one, through the real ingest; yield each when it is stored."""
    sending = _Sending(parts, province.project)
    for told in province.told:
        sending.send(told)
        yield told


class _Sending:
    """Sends as an app user of the project would."""

    def __init__(self, parts: Services, project: Project) -> None:
        self._parts = parts
        self._project = project
        self._zone = ZoneInfo(project.zone)
        user = onboarding.add_app_user(parts, SYSTEM, project, display_name="Minh họa")
        self._scope = Scope(
            actor_id=user.actor.id, grants=(Grant(verbs=_VERBS, project_id=project.id),)
        )
        self._forms: dict[str, tuple[Form, FormModel, Filler]] = {}
        self._languages: tuple[str, ...] = ()
        self._sent: list[str] = []
        self._labels: dict[str, str] = {}
        """Of entities, by id: follow-ups repeat them."""
        self._last_form = ""

    def send(self, told: Told) -> None:
        if told.form_id != self._last_form:
            self._last_form = told.form_id
            self._parts.lists.forget()  # they choose from what was just registered
            self._forms.pop(told.form_id, None)
        form, model, filler = self._form(told.form_id)
        number = len(self._sent)
        instance_id = f"uuid:{uuid.uuid5(_NAMESPACE, f'{self._project.name}/{number}')}"
        received_at = self._received_at(told)
        xml = filler.fill(*self._filling(told, instance_id))
        instance = read_instance(xml)
        action = entity_action(model.form.entities, instance.root)
        if action is not None and action.creates:
            self._labels[action.entity_id] = action.label
        received = receive(
            self._parts,
            Arrival(
                form=form,
                draft=False,
                xml=xml,
                instance=instance,
                sender="phone",
                door="openrosa",
                scope=self._scope,
                device_id="demo",
                user_agent="tincay demo",
                received_at=received_at,
            ),
        )
        self._sent.append(instance_id)
        if told.rejected and received.root_id is not None:
            self._reject(form, instance_id)

    def _filling(self, told: Told, instance_id: str) -> tuple[Mapping[str, object], Given]:
        """Return the answers, and apart from them what the form would compute itself.

        Entities are called as the story calls them, so that it can follow them up.
        """
        answers = dict(told.answers)
        kept = {"/meta/instanceID": instance_id}
        for name in _COMPUTED.get(told.form_id, ()):
            kept[_PATHS.get(name, name)] = str(answers.pop(name))
        if told.form_id == _FOLLOW_UP:
            kept["model_label"] = self._labels[str(answers["model"])]
        given = Given(
            begun=datetime.fromisoformat(str(answers["start"])),
            ended=datetime.fromisoformat(str(answers["end"])),
            zone=self._zone,
            chance=Random(instance_id),  # noqa: S311 - nothing is kept secret with it
            languages=self._languages,
            deprecated_id="" if told.corrects is None else self._sent[told.corrects],
            kept=kept,
        )
        return answers, given

    def _received_at(self, told: Told) -> datetime:
        day = told.day + timedelta(days=told.late_days)
        return datetime.combine(day, time(20), self._zone)

    def _reject(self, form: Form, instance_id: str) -> None:
        collection = Collection(project_id=form.project_id, form_id=form.id, draft=False)
        with self._parts.database.write() as cx:
            found = submissions.get(SYSTEM, cx, collection, instance_id)
            submissions.change(cx, found, review_state="rejected", updated_at=clock.now())
            standing.settle(cx, form.project_id, form.id, [found.id])

    def _form(self, form_id: str) -> tuple[Form, FormModel, Filler]:
        known = self._forms.get(form_id)
        if known is None:
            with self._parts.database.read() as cx:
                form = forms.get(SYSTEM, cx, self._project.id, form_id)
                model = model_of(self._parts, cx, form.published_id or 0)
                logic = logic_of(self._parts, cx, model, project_id=form.project_id, draft=False)
                xform = definitions.get_xform(SYSTEM, cx, model.form_version_id)
            if logic is None:
                raise Problem("404.1")
            self._languages = languages_of(model.form, "vi")
            known = self._forms[form_id] = (form, model, Filler(logic, xform))
        return known
