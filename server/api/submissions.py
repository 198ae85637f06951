"""Submissions over REST: list, send, look, edit, review, delete, restore."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import orjson
from flask import Blueprint, Response, request
from marshmallow import Schema, fields, validate

from forms.instance import Instance
from server import clock
from server.api.freshness import known_already, tag_of, tagged
from server.api.guard import caller, needs, services
from server.api.paging import page_of, word_of
from server.api.places import collection_of, route, shown
from server.api.streams import streamed
from server.api.submission_json import Actors, submission_json
from server.api.wire import body, flag, json_answer, json_body, success, wants_extended
from server.errors import Problem
from server.ingest import standing
from server.ingest.arrival import Arrival, read_arriving
from server.ingest.envelope import XML_BYTES_MAX
from server.ingest.receive import receive
from server.outgoing.export_request import finding_states
from server.services import SYSTEM
from server.store import audit, people, submissions
from server.store.collected import Selection
from server.store.database import Cx
from server.store.forms import Form
from server.store.submissions import Submission

blueprint = Blueprint("submissions", __name__)
_ALL = 1_000_000_000
_PIECES = 500


class _Review(Schema):
    reviewState = fields.String(  # noqa: N815 - Central's name
        required=True,
        allow_none=True,
        validate=validate.OneOf(["approved", "rejected", "hasIssues", "edited"]),
    )


@route(blueprint, "/submissions")
@needs("submission.list")
def list_submissions(form: Form, draft: bool) -> Response:
    """List them, the newest first; ``limit``, ``offset``, ``deleted=true``, ``findings=fault``."""
    collection = collection_of(form, draft)
    limit, offset = page_of(_ALL)
    tag = tag_of(form, collection)
    if known := known_already(tag):
        return known
    scope, parts, extended = caller().scope, services(), wants_extended()
    selection = Selection(deleted=flag("deleted"), findings=finding_states(request.args))

    def pieces() -> Iterator[bytes]:
        with parts.database.read() as cx:
            found = submissions.stream_page(
                scope, cx, collection, selection, limit=limit, offset=offset
            )
            senders = submissions.list_submitters(scope, cx, collection) if extended else []
            actors = {actor.id: actor for actor in senders} if extended else None
            yield from _array(found, actors)

    return tagged(streamed(pieces(), "application/json; charset=utf-8"), tag)


def _array(found: Iterator[Submission], actors: Actors | None) -> Iterator[bytes]:
    waiting, separator = bytearray(b"["), b""
    for number, submission in enumerate(found, start=1):
        waiting += separator + orjson.dumps(submission_json(submission, actors))
        separator = b","
        if number % _PIECES == 0:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting) + b"]"


@route(blueprint, "/submissions", "POST")
@needs("submission.create")
def create(form: Form, draft: bool) -> Response:
    """Take the XML of a new submission; an instance id is made where it brings none."""
    arrival = _arrival(form, draft)
    receive(services(), arrival)
    return _stored(form, draft, arrival.instance.instance_id)


@route(blueprint, "/submissions/<instance_id>", "PUT")
@needs("submission.update")
def edit(form: Form, draft: bool, instance_id: str) -> Response:
    """Take an XML that replaces the current version; its deprecatedID must name that one."""
    with services().database.read() as cx:
        shown(cx, form, draft, instance_id)
    arrival = _arrival(form, draft)
    receive(services(), replace(arrival, edit_of=instance_id))
    return _stored(form, draft, instance_id)


def _arrival(form: Form, draft: bool) -> Arrival:
    collection_of(form, draft)
    parts = services()
    parts.blobs.must_have_space(parts.config.disk_bytes_min)
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        raise Problem("415.1", type=encoding, expected="identity")
    xml = body(XML_BYTES_MAX)
    return Arrival(
        form=form,
        draft=draft,
        xml=xml,
        instance=_read(form, xml),
        sender="person",
        door="rest",
        scope=caller().scope,
        device_id=word_of("deviceID"),
        user_agent=request.headers.get("User-Agent"),
    )


def _read(form: Form, xml: bytes) -> Instance:
    instance = read_arriving(xml, instance_id_required=False)
    if instance.form_id != form.xml_form_id:
        raise Problem(
            "400.8",
            field="form id",
            value=instance.form_id[:200],
            reason="it is not the form of the address.",
        )
    if instance.instance_id:
        return instance
    return replace(instance, instance_id=clock.new_instance_id())


def _stored(form: Form, draft: bool, instance_id: str) -> Response:
    """Answer with what was stored. Who may send need not be able to read others' submissions."""
    with services().database.read() as cx:
        found = submissions.get(SYSTEM, cx, collection_of(form, draft), instance_id)
        return json_answer(submission_json(found, _actors_of(cx, found)))


@route(blueprint, "/submissions/<instance_id>")
@needs("submission.read")
def show(form: Form, draft: bool, instance_id: str) -> Response:
    """Show one."""
    with services().database.read() as cx:
        found = shown(cx, form, draft, instance_id)
        return json_answer(submission_json(found, _actors_of(cx, found)))


def _actors_of(cx: Cx, submission: Submission) -> Actors | None:
    if not wants_extended():
        return None
    ids = {submission.submitter_id or 0, submission.current.version_submitter_id or 0}
    return people.find_actors(caller().scope, cx, sorted(ids))


@route(blueprint, "/submissions/<instance_id>", "PATCH")
@needs("submission.update")
def review(form: Form, draft: bool, instance_id: str) -> Response:
    """Set the review state; null: received."""
    state = json_body(_Review())["reviewState"]
    with services().database.write() as cx:
        found = shown(cx, form, draft, instance_id)
        submissions.change(cx, found, review_state=state, updated_at=clock.now())
        standing.settle(cx, form.project_id, form.id, [found.id])
        _log(cx, found, "submission.update", reviewState=state)
    with services().database.read() as cx:
        changed = shown(cx, form, draft, instance_id)
        return json_answer(submission_json(changed, _actors_of(cx, changed)))


@route(blueprint, "/submissions/<instance_id>", "DELETE")
@needs("submission.delete")
def delete(form: Form, draft: bool, instance_id: str) -> Response:
    """Delete one: it is left out everywhere, and can be restored."""
    with services().database.write() as cx:
        found = shown(cx, form, draft, instance_id)
        submissions.change(cx, found, deleted_at=clock.now())
        standing.settle(cx, form.project_id, form.id, [found.id])
        _log(cx, found, "submission.delete")
    return success()


@route(blueprint, "/submissions/<instance_id>/restore", "POST")
@needs("submission.restore")
def restore(form: Form, draft: bool, instance_id: str) -> Response:
    """Take one back in that was deleted."""
    collection = collection_of(form, draft)
    with services().database.write() as cx:
        found = submissions.get(caller().scope, cx, collection, instance_id, deleted=True)
        submissions.change(cx, found, deleted_at=None, updated_at=clock.now())
        standing.settle(cx, form.project_id, form.id, [found.id])
        _log(cx, found, "submission.restore")
    return success()


def _log(cx: Cx, submission: Submission, action: str, **details: object) -> None:
    audit.log(
        caller().scope,
        cx,
        action,
        submission.actee,
        project_id=submission.project_id,
        **details,
    )
