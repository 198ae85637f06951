"""What the check has found in the submissions of a form: counted, listed, looked for again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from exports.labels import question_labels
from server.api.findings import KINDS, LEVELS, wanted_of
from server.api.form_access import get_definition
from server.api.guard import caller, needs, services
from server.api.paging import page_of
from server.ingest.recheck import ask_recheck
from server.pages.language import spoken
from server.pages.page import go, show
from server.store import findings, form_counts, projects, rechecks
from server.store.collected import Collection
from server.store.findings import Finding, FindingCount
from server.store.forms import Form

blueprint = Blueprint("findings", __name__)
_FINDINGS = "/projects/<int:project_id>/forms/<xml_form_id>/findings"
_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A part of the list, and where the parts around it begin; None: there is none."""

    findings: Sequence[Finding]
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None


@blueprint.get(_FINDINGS)
@needs("submission.read")
def list_all(form: Form) -> Response:
    """List them, those of the newest submission first, with what is found most often."""
    who, wanted, collection = caller(), wanted_of(), _collection(form)
    _, offset = page_of(_AT_ONCE)
    with services().database.read() as cx:
        found = findings.list_findings(
            who.scope, cx, collection, wanted, limit=_AT_ONCE + 1, offset=offset
        )
        counts = findings.count_findings(who.scope, cx, collection)
        definition = get_definition(cx, form.published_id or form.draft_id or 0)
        return show(
            "findings.html",
            form=form,
            project=projects.get(who.scope, cx, form.project_id),
            listed=_listed(found, offset),
            counts=counts,
            questions=_questions(counts),
            labels=question_labels(definition, spoken(who.actor)),
            submissions=form_counts.count(who.scope, cx, form),
            recheck=rechecks.find(who.scope, cx, collection),
            wanted=wanted,
            kinds=KINDS,
            levels=LEVELS,
        )


@blueprint.post(f"{_FINDINGS}/rerun")
@needs("form.update")
def rerun(form: Form) -> Response:
    """Let all submissions of the form be checked again."""
    ask_recheck(services(), caller().scope, _collection(form))
    return go(".list_all", project_id=form.project_id, xml_form_id=form.xml_form_id, done="recheck")


def _collection(form: Form) -> Collection:
    return Collection(project_id=form.project_id, form_id=form.id, draft=False)


def _listed(found: Sequence[Finding], offset: int) -> Listed:
    return Listed(
        findings=found[:_AT_ONCE],
        before=_asked(max(0, offset - _AT_ONCE)) if offset else None,
        after=_asked(offset + _AT_ONCE) if len(found) > _AT_ONCE else None,
    )


def _asked(offset: int) -> dict[str, str]:
    """Return what the address asks for, from another place on."""
    kept = {name: request.args.get(name, "") for name in ("kind", "level", "path", "instanceId")}
    return {name: text for name, text in kept.items() if text} | {"offset": str(offset)}


def _questions(counts: Sequence[FindingCount]) -> list[str]:
    return list(dict.fromkeys(count.question for count in counts if count.question))
