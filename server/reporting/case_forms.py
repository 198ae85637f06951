"""Forms of which nobody is told how many came from a commune: the number itself is a small cell.

A report that each commune gives once a period may hold figures that are protected; that it came
tells none of them. A form that is filled for each case tells of cases by its mere number.
"""

from __future__ import annotations

from exports.indicators import wire
from exports.indicators.definition import Indicator
from server.errors import Problem
from server.ingest.derived import model_of
from server.scope import Scope
from server.services import Services
from server.store import form_versions, indicators
from server.store.database import Cx
from server.store.forms import Form

_REPORTED = frozenset({"sum", "last_sum", "period_sum"})
"""Numbers within a report: how many reports there are says nothing of them."""
_OF_OTHERS = frozenset({"indicator", "communes"})
"""Denominators that the form has no part in."""


def must_not_tell_of_cases(parts: Services, scope: Scope, cx: Cx, form: Form) -> None:
    """Raise 400.76 for a form whose number of submissions would tell of cases."""
    if tells_of_cases(parts, scope, cx, form):
        raise Problem("400.76", form=form.xml_form_id)


def tells_of_cases(parts: Services, scope: Scope, cx: Cx, form: Form) -> bool:
    """Say whether a form has secrets, or a protected indicator counts its submissions.

    Of each version that was ever published: what came with it still counts.
    """
    lists: set[str] = set()
    for version in form_versions.list_published(scope, cx, form.id):
        if version.public_key is not None or "sensitive" in version.sensitivity.values():
            return True
        lists |= set(version.datasets or ())
    is_report = is_one_per(parts, cx, form)
    return any(
        _counts(one, form.xml_form_id, lists, is_report=is_report)
        for one in _protected(scope, cx, form.project_id)
    )


def is_one_per(parts: Services, cx: Cx, form: Form) -> bool:
    """Say whether a published form marks a question of which each answer counts once."""
    if form.published_id is None:
        return False
    return model_of(parts, cx, form.published_id).form.one_per_path is not None


def _protected(scope: Scope, cx: Cx, project_id: int) -> list[Indicator]:
    stored = indicators.list_all(scope, cx, project_id)
    every = [wire.from_plain(one.definition) for one in stored]
    return [one for one in every if one.privacy is not None]


def _counts(one: Indicator, form_id: str, lists: set[str], *, is_report: bool) -> bool:
    """Say whether an indicator counts a form's submissions, or a list that they fill."""
    if one.source.kind == "entities":
        return one.source.name in lists
    if one.join is not None and form_id in (one.source.name, one.join.source.name):
        return True
    if one.source.name != form_id:
        return False
    measures = [one.numerator, *([one.denominator] if one.denominator else [])]
    kinds = {measure.kind for measure in measures} - _OF_OTHERS
    return not (is_report and not one.source.repeat and kinds <= _REPORTED)
