"""Who has reported, for people: how many communes did, and the list of those that did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from exports.indicators.periods import containing, written_day
from exports.indicators.reporting_list import ReportingLine, ReportingList, State, count
from exports.indicators.units import load_units
from server import clock
from server.api.guard import caller, needs, services
from server.errors import Problem
from server.pages.language import spoken
from server.pages.links import reporting
from server.pages.page import show
from server.reporting.case_forms import is_one_per, tells_of_cases
from server.reporting.completeness import Completeness, read_list_request, reported_with
from server.store import form_versions, forms
from server.store.database import Cx
from server.store.forms import Form
from server.store.projects import Project

blueprint = Blueprint("reporting", __name__)
_FIELDS = ("period", "unit")
_LINES_MAX = 500
"""Shown of each state; downloads have all."""
_TO_ASK: tuple[State, ...] = ("missing", "open", "late")
"""States whose communes are listed: those that somebody has to be asked about, first."""
_BAR = 40
_SIGNS: Mapping[State, str] = {"on-time": "█", "late": "▓", "missing": "░", "open": "·"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A form that can be looked at."""

    form: Form
    title: str
    is_one_per: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A list on the page."""

    listed: ReportingList
    due_on: date
    counts: Mapping[State, int]
    bar: Sequence[tuple[State, str]]
    sections: Sequence[tuple[State, Sequence[ReportingLine]]]
    """What is to be asked about, by state."""
    unknown: int
    """Submissions of no known commune."""
    csv: str
    xlsx: str


@blueprint.get("/projects/<int:project_id>/reporting")
@needs("submission.list")
def show_one(project: Project) -> Response:
    """Show the list that the address asks for; else of last month, with the form for reports."""
    now = clock.now()
    with services().database.read() as cx:
        choices = _choices(cx, project)
        form = _chosen(cx, project, choices)
        asked = _asked(project, form, now)
        page = partial(_page, project, now, choices=choices, form=form, asked=asked)
        if form is None:
            return page()
        try:
            return page(shown=_shown(cx, project, form, asked, now))
        except Problem as problem:
            return page(problem.status, problem=problem)


def _choices(cx: Cx, project: Project) -> list[Choice]:
    """Return the forms of which there is such a list, those that communes report with first."""
    parts, scope = services(), caller().scope
    counted = reported_with(scope, cx, project.id)
    found = [
        Choice(
            form=form,
            title=form_versions.get(scope, cx, form.published_id or 0).title,
            is_one_per=is_one_per(parts, cx, form),
        )
        for form in forms.list_all(scope, cx, project.id)
        if form.published_id is not None
        and scope.allows("submission.list", project.id, form.id)
        and not tells_of_cases(parts, scope, cx, form)
    ]
    return sorted(found, key=lambda one: (one.form.xml_form_id not in counted, not one.is_one_per))


def _chosen(cx: Cx, project: Project, choices: Sequence[Choice]) -> Form | None:
    named = request.args.get("form", "")
    if not named:
        return choices[0].form if choices else None
    form = forms.get(caller().scope, cx, project.id, named)
    caller().scope.must("submission.list", project.id, form.id)
    return form


def _asked(project: Project, form: Form | None, now: datetime) -> dict[str, str]:
    """Return what is asked for: by default last month, and of a bound person her own unit."""
    given = {name: text for name in _FIELDS if (text := request.args.get(name, "").strip())}
    bound = caller().scope.units("submission.list", project.id, form.id if form else None)
    own = {"unit": min(bound)} if bound else {}
    return {"period": _last_month(project, now), **own, **given}


def _last_month(project: Project, now: datetime) -> str:
    """Return the name of the last month that is over, in the project's zone."""
    cutoff_day = project.cutoff_day or 0
    today = now.astimezone(ZoneInfo(project.zone)).date()
    this = containing(today, "month", cutoff_day)
    return containing(this.start - timedelta(days=1), "month", cutoff_day).name


def _shown(cx: Cx, project: Project, form: Form, asked: Mapping[str, str], now: datetime) -> Shown:
    language = spoken(caller().actor)
    given = {**asked, "lang": language}
    units = load_units()
    wanted = read_list_request(
        {name: [text] for name, text in given.items()}, units, project.cutoff_day or 0
    )
    listed = Completeness(services(), caller().scope, cx, project, form, units, wanted).listed(now)
    counts = count(listed.lines)
    return Shown(
        listed=listed,
        due_on=listed.period.end + timedelta(days=listed.due_days),
        counts=counts,
        bar=bar(counts),
        sections=[
            (state, found)
            for state in _TO_ASK
            if (found := [line for line in listed.lines if line.state == state])
        ],
        unknown=sum(line.submissions for line in listed.lines if line.state is None),
        csv=reporting(form, "csv", urlencode({**given, "bom": "true", "safe": "true"})),
        xlsx=reporting(form, "xlsx", urlencode(given)),
    )


def bar(counts: Mapping[State, int]) -> list[tuple[State, str]]:
    """Return a bar of signs, a stretch for each state, in proportion; nothing for nobody."""
    total, before, told = sum(counts.values()), 0, []
    for state, number in counts.items():
        if number:
            begin, end = (round(_BAR * edge / total) for edge in (before, before + number))
            told.append((state, _SIGNS[state] * (end - begin)))
            before += number
    return told


def _page(project: Project, now: datetime, status: int = 200, **values: object) -> Response:
    return show(
        "reporting.html",
        status,
        project=project,
        day=partial(written_day, language=spoken(caller().actor)),
        lines_max=_LINES_MAX,
        now=now,
        year=now.year,
        **values,
    )
