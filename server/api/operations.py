"""Is it alive: for whoever watches over the server."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from server.api.guard import open_to_all, services
from server.errors import Problem

blueprint = Blueprint("operations", __name__)


@blueprint.get("/-/health")
@open_to_all
def health() -> ResponseReturnValue:
    """Answer 200 where the disk takes uploads and the database answers, else 503."""
    parts = services()
    try:
        parts.blobs.must_have_space(parts.config.disk_bytes_min)
        with parts.database.read():
            pass
    except Problem as problem:
        return jsonify(ok=False, code=problem.code, message=problem.message("en")), 503
    return jsonify(ok=True)
