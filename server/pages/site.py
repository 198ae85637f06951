"""The pages together: one blueprint that holds them all, with a limit on what a form may send."""

from __future__ import annotations

from flask import Blueprint

from server.pages import (
    app_users,
    aside,
    drafts,
    findings,
    forms,
    imports,
    indicators,
    phones,
    projects,
    releases,
    reporting,
    sign_in,
    target,
    targets,
    uploads,
)
from server.pages.body_limit import limit_form

blueprint = Blueprint("pages", __name__, template_folder="templates")
blueprint.before_request(limit_form)
for _part in (
    sign_in,
    projects,
    forms,
    uploads,
    drafts,
    aside,
    findings,
    imports,
    indicators,
    releases,
    reporting,
    target,
    targets,
    app_users,
    phones,
):
    blueprint.register_blueprint(_part.blueprint)
