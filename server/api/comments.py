"""What people say about a submission, over REST."""

from __future__ import annotations

from flask import Blueprint, Response
from marshmallow import Schema, fields, validate

from server import clock
from server.api.guard import caller, needs, services
from server.api.places import route, shown
from server.api.submission_json import comment_json
from server.api.wire import json_answer, json_body, wants_extended
from server.errors import Problem
from server.store import audit, comments, people
from server.store.comments import Comment
from server.store.forms import Form

blueprint = Blueprint("comments", __name__)
BODY_LENGTH_MAX = 10_000


class _Comment(Schema):
    body = fields.String(
        required=True,
        validate=(
            validate.Length(1, error="It must not be empty."),
            validate.ContainsNoneOf("\0", error="It must be text."),
        ),
    )


@route(blueprint, "/submissions/<instance_id>/comments")
@needs("submission.read")
def list_comments(form: Form, draft: bool, instance_id: str) -> Response:
    """List the comments, the newest first."""
    scope = caller().scope
    with services().database.read() as cx:
        found = comments.list_comments(scope, cx, shown(cx, form, draft, instance_id))
        ids = sorted({comment.actor_id for comment in found})
        actors = people.find_actors(scope, cx, ids) if wants_extended() else None
    return json_answer([comment_json(comment, actors) for comment in found])


@route(blueprint, "/submissions/<instance_id>/comments", "POST")
@needs("submission.update")
def add(form: Form, draft: bool, instance_id: str) -> Response:
    """Say something about a submission."""
    who, text = caller(), json_body(_Comment())["body"]
    if len(text) > BODY_LENGTH_MAX:
        raise Problem("400.13", field="body", length=BODY_LENGTH_MAX)
    assert who.actor is not None  # the guard has seen to it
    comment = Comment(id=clock.new_id(), actor_id=who.actor.id, body=text, created_at=clock.now())
    with services().database.write() as cx:
        submission = shown(cx, form, draft, instance_id)
        comments.add(cx, submission, comment)
        audit.log(
            who.scope,
            cx,
            "submission.comment.create",
            submission.actee,
            project_id=submission.project_id,
        )
        actors = {who.actor.id: who.actor} if wants_extended() else None
    return json_answer(comment_json(comment, actors))
