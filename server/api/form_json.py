"""Forms as /v1 writes them: the form, its versions, its fields, its files."""

from __future__ import annotations

from collections.abc import Mapping

from exports.odata_schema import identifier
from forms.definition import FormDef, Node
from server.api.actors import actor_json
from server.api.wire import moment
from server.store.form_counts import FormCounts
from server.store.form_versions import FormVersion
from server.store.forms import Form
from server.store.media import Media
from server.store.people import Actor

Json = dict[str, object]
WORKBOOK_TYPES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
}
"""Content type by ending."""


def form_json(form: Form, version: FormVersion) -> Json:
    """Write a form as one of its versions defines it."""
    is_draft = version.id == form.draft_id
    return {
        "projectId": form.project_id,
        "xmlFormId": form.xml_form_id,
        "name": version.title,
        "version": version.version,
        "hash": version.md5,
        "sha": version.sha1,
        "sha256": version.sha256,
        "state": form.state,
        "keyId": None,
        "enketoId": None,
        "enketoOnceId": None,
        "webformsEnabled": False,
        "draftToken": form.draft_token if is_draft else None,
        "createdAt": moment(form.created_at),
        "updatedAt": moment(form.updated_at),
        "publishedAt": moment(version.published_at),
    }


def deleted_form_json(form: Form, version: FormVersion) -> Json:
    """Write a form that can be restored by its number."""
    return form_json(form, version) | {"id": form.id, "deletedAt": moment(form.deleted_at)}


def extended_form_json(
    form: Form,
    version: FormVersion,
    counts: FormCounts,
    created_by: Actor | None,
    definition: FormDef,
) -> Json:
    """Write a form with what came in for it."""
    return form_json(form, version) | {
        "submissions": counts.submissions,
        "reviewStates": {
            "received": counts.received,
            "hasIssues": counts.has_issues,
            "edited": counts.edited,
        },
        "lastSubmission": moment(counts.last_submission),
        "submissionsWithFaults": counts.faulty,
        "submissionsUnchecked": counts.unchecked,
        "createdBy": actor_json(created_by) if created_by else None,
        "excelContentType": WORKBOOK_TYPES.get(version.workbook_type or ""),
        "entityRelated": definition.uses_entities,
        "publicLinks": 0,
    }


def extended_version_json(form: Form, version: FormVersion, published_by: Actor | None) -> Json:
    """Write a published version with who published it."""
    return form_json(form, version) | {
        "publishedBy": actor_json(published_by) if published_by else None,
        "excelContentType": WORKBOOK_TYPES.get(version.workbook_type or ""),
    }


def media_json(media: Media, *, is_list: bool = False) -> Json:
    """Write a file that a form needs; ``is_list``: an entity list is handed out in its place."""
    return {
        "name": media.name,
        "type": media.type,
        "exists": media.is_there or is_list,
        "blobExists": media.is_there,
        "datasetExists": is_list,
        "hash": media.md5,
        "size": media.size,
        "updatedAt": moment(media.updated_at),
    }


def fields_json(definition: FormDef, *, odata: bool) -> list[Json]:
    """Write the questions and groups, depth first; with ``odata`` under their names there."""
    return [_field_json(node, odata=odata) for node in definition.walk()]


def _field_json(node: Node, *, odata: bool) -> Json:
    steps = node.path.split("/")
    names = [identifier(step) if step else "" for step in steps] if odata else steps
    return {
        "name": names[-1],
        "path": "/".join(names),
        "type": node.type,
        "binary": True if node.binary else None,
        "selectMultiple": True if node.select == "multiple" else None,
    }
