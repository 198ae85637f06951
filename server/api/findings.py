"""What does not hold in the submissions of a form: listed, counted, looked for again. Ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from flask import Blueprint, Response, request

from exports.labels import question_labels
from forms.findings import Kind, Level
from server.api.actors import Json
from server.api.form_access import get_definition
from server.api.guard import caller, needs, services
from server.api.paging import page_of
from server.api.places import collection_of, route, shown
from server.api.wire import json_answer, moment
from server.errors import Problem
from server.ingest.recheck import ask_recheck
from server.store import findings, rechecks, submissions
from server.store.collected import FINDING_STATES, Collection, Selection
from server.store.database import Cx
from server.store.derivations import TEXT_MAX
from server.store.findings import Finding, FindingCount, Wanted
from server.store.forms import Form
from server.store.rechecks import Recheck

blueprint = Blueprint("findings", __name__)
FINDINGS_MAX = 10_000
KINDS: tuple[str, ...] = get_args(Kind)
LEVELS: tuple[str, ...] = get_args(Level)


@route(blueprint, "/submissions/findings")
@needs("submission.read")
def list_findings(form: Form, draft: bool) -> Response:
    """List what does not hold in what counts now, that of the newest submission first."""
    wanted = wanted_of()
    limit, offset = page_of(FINDINGS_MAX)
    with services().database.read() as cx:
        found = findings.list_findings(
            caller().scope, cx, collection_of(form, draft), wanted, limit=limit, offset=offset
        )
    return json_answer([_finding_json(finding) for finding in found])


@route(blueprint, "/submissions/<instance_id>/findings")
@needs("submission.read")
def list_of_submission(form: Form, draft: bool, instance_id: str) -> Response:
    """List what does not hold in one submission, as it stands now."""
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        wanted = Wanted(instance_id=submission.instance_id)
        found = findings.list_findings(caller().scope, cx, collection_of(form, draft), wanted)
    return json_answer([_finding_json(finding) for finding in found])


@route(blueprint, "/submissions/findings/counts")
@needs("submission.read")
def show_counts(form: Form, draft: bool) -> Response:
    """Count submissions by what the check has said of them, and findings by question and kind."""
    wanted, scope, collection = wanted_of(), caller().scope, collection_of(form, draft)
    language = request.accept_languages.best_match(("en", "vi"), default="en")
    with services().database.read() as cx:
        counts = findings.count_findings(scope, cx, collection, wanted)
        labels = question_labels(get_definition(cx, _shown_version(form, draft)), language)
        return json_answer(
            {
                "submissions": _count_submissions(cx, collection),
                "findings": [_count_json(count, labels) for count in counts],
                "recheck": _recheck_json(rechecks.find(scope, cx, collection)),
            }
        )


@route(blueprint, "/submissions/findings/rerun", "POST")
@needs("form.update")
def rerun(form: Form, draft: bool) -> Response:
    """Let all submissions of the form be checked again, while everything goes on."""
    asked = ask_recheck(services(), caller().scope, collection_of(form, draft))
    return json_answer(_recheck_json(asked))


def wanted_of() -> Wanted:
    """Read ``kind``, ``level``, ``path`` and ``instanceId``; raise 400.8 or 400.11."""
    asked = {name: request.args.get(name) or None for name in ("kind", "level")}
    for name, known in (("kind", KINDS), ("level", LEVELS)):
        value = asked[name]
        if value is not None and value not in known:
            raise Problem(
                "400.8", field=name, value=value[:200], reason=f"it must be {' or '.join(known)}."
            )
    path, instance_id = (_text(name) for name in ("path", "instanceId"))
    return Wanted(kind=asked["kind"], level=asked["level"], path=path, instance_id=instance_id)


def _text(name: str) -> str | None:
    value = request.args.get(name) or None
    if value is not None and (len(value) > TEXT_MAX or not value.isprintable()):
        raise Problem("400.11", field=name, value=value[:200], type="text")
    return value


def _shown_version(form: Form, draft: bool) -> int:
    return (form.draft_id if draft else form.published_id or form.draft_id) or 0


def _count_submissions(cx: Cx, collection: Collection) -> Json:
    return {
        state: submissions.count(
            caller().scope, cx, collection, Selection(findings=frozenset((state,)))
        )
        for state in sorted(FINDING_STATES)
    }


def _finding_json(finding: Finding) -> Json:
    return {
        "instanceId": finding.instance_id,
        "versionInstanceId": finding.version_instance_id,
        "receivedAt": moment(finding.received_at),
        "path": finding.path,
        "question": finding.question,
        "kind": finding.kind,
        "level": finding.level,
        "message": finding.message,
        "submitted": finding.submitted,
        "expected": finding.expected,
        "expression": finding.expression,
    }


def _count_json(count: FindingCount, labels: Mapping[str, str]) -> Json:
    return {
        "question": count.question,
        "label": labels.get(count.question),
        "kind": count.kind,
        "level": count.level,
        "findings": count.findings,
        "submissions": count.submissions,
    }


def _recheck_json(recheck: Recheck | None) -> Json | None:
    if recheck is None:
        return None
    return {
        "askedAt": moment(recheck.asked_at),
        "total": recheck.total,
        "done": recheck.done,
        "finishedAt": moment(recheck.finished_at),
    }
