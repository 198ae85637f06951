"""Submissions as /v1 writes them: the submission, its versions, its files, what is said of it."""

from __future__ import annotations

from collections.abc import Mapping

from server.api.actors import Json, actor_json
from server.api.wire import moment
from server.store.comments import Comment
from server.store.histories import Aside, PastVersion
from server.store.people import Actor
from server.store.submissions import Submission
from server.store.versions import StoredFile

Actors = Mapping[int, Actor]


def submission_json(submission: Submission, actors: Actors | None = None) -> Json:
    """Write a submission; with ``actors`` extended by who sent it."""
    current = submission.current
    version: Json = {
        "instanceId": current.version_instance_id,
        "instanceName": current.instance_name,
        "submitterId": current.version_submitter_id,
        "deviceId": current.version_device_id,
        "userAgent": current.version_user_agent,
        "createdAt": moment(current.received_at),
        "current": True,
    }
    said: Json = {
        "instanceId": submission.instance_id,
        "submitterId": submission.submitter_id,
        "deviceId": submission.device_id,
        "userAgent": submission.user_agent,
        "reviewState": submission.review_state,
        "createdAt": moment(submission.created_at),
        "updatedAt": moment(submission.updated_at),
        "deletedAt": moment(submission.deleted_at),
        "currentVersion": version,
    }
    if actors is not None:
        version["submitter"] = _actor(actors, current.version_submitter_id)
        version["formVersion"] = current.version_form_version
        said["submitter"] = _actor(actors, submission.submitter_id)
        said["formVersion"] = submission.form_version
        said["edits"] = submission.edits
        said["checked"] = current.checked
        said["faults"] = current.faults
        said["notes"] = current.notes
    return said


def version_json(version: PastVersion, actors: Actors | None = None) -> Json:
    """Write a version of a submission."""
    said: Json = {
        "instanceId": version.instance_id,
        "instanceName": version.instance_name,
        "submitterId": version.submitter_id,
        "deviceId": version.device_id,
        "userAgent": version.user_agent,
        "createdAt": moment(version.received_at),
        "current": version.state == "current",
    }
    if actors is not None:
        said["submitter"] = _actor(actors, version.submitter_id)
        said["formVersion"] = version.form_version
    return said


def aside_json(aside: Aside) -> Json:
    """Write a version that is kept and does not count: ours."""
    version = aside.version
    return {
        "id": str(version.id),
        "instanceId": version.instance_id,
        "submissionInstanceId": aside.root,
        "deprecatedId": version.deprecated_id,
        "state": version.state,
        "reason": version.reason,
        "instanceName": version.instance_name,
        "formVersion": version.form_version,
        "submitterId": version.submitter_id,
        "deviceId": version.device_id,
        "userAgent": version.user_agent,
        "receivedAt": moment(version.received_at),
        "xmlSha256": version.xml_sha256,
    }


def comment_json(comment: Comment, actors: Actors | None = None) -> Json:
    """Write a comment."""
    said: Json = {
        "body": comment.body,
        "actorId": comment.actor_id,
        "createdAt": moment(comment.created_at),
    }
    if actors is not None:
        said["actor"] = _actor(actors, comment.actor_id)
    return said


def file_json(file: StoredFile, version_instance_id: str, *, named: bool) -> Json:
    """Write a stored file: ours. ``named``: the XML of its version names it."""
    return {
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "isCurrent": file.is_current,
        "named": named,
        "receivedAt": moment(file.received_at),
        "versionInstanceId": version_instance_id,
    }


def _actor(actors: Actors, number: int | None) -> Json | None:
    actor = actors.get(number or 0)
    return None if actor is None else actor_json(actor)
