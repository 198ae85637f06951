"""The tables, as docs/adr/0001-tables.md has decided them. Known inside the store alone."""

from __future__ import annotations

from server.store.schema.audit import Audit
from server.store.schema.derived import Finding, FlatRow, Recheck
from server.store.schema.entities import Entity, EntityVersion
from server.store.schema.forms import Blob, Form, FormVersion, Media, Project
from server.store.schema.indicators import Fact, Indicator, IndicatorWorkbook, Target
from server.store.schema.people import Actor, Assignment, Credential
from server.store.schema.releases import Release, ReleaseCell
from server.store.schema.submissions import Attachment, Comment, Submission, Version
from server.store.schema.table import Table

__all__ = [
    "Actor",
    "Assignment",
    "Attachment",
    "Audit",
    "Blob",
    "Comment",
    "Credential",
    "Entity",
    "EntityVersion",
    "Fact",
    "Finding",
    "FlatRow",
    "Form",
    "FormVersion",
    "Indicator",
    "IndicatorWorkbook",
    "Media",
    "Project",
    "Recheck",
    "Release",
    "ReleaseCell",
    "Submission",
    "Table",
    "Target",
    "Version",
]
