"""Findings: what a check found, in full, and which versions were checked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FOUND = {
    "with_faults": "state = 'current' and faults > 0",
    "with_notes": "state = 'current' and notes > 0",
    "unchecked": "state = 'current' and checked = 'unchecked'",
    "check_pending": "state = 'current' and checked = 'pending'",
}


def upgrade() -> None:
    """Go to this revision.

    Findings are derived: they are dropped, and every version waits to be checked. Columns are
    added as they stand: Alembic's batch mode would copy the table with all that ever arrived.
    """
    op.execute(
        "alter table version add column checked text not null default 'pending' "
        "constraint ck_version_checked check "
        "(checked = 'pending' or checked in ('done', 'unchecked') and derived = 'done')"
    )
    op.add_column("version", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("faults", "notes"):
        column = sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
        op.add_column("version", column)
    _add_index("ix_version_to_check", ["project_id", "form_id", "id"], "checked = 'pending'")
    for name, condition in FOUND.items():
        _add_index(f"ix_version_{name}", ["project_id", "form_id", "draft", "root_id"], condition)
    op.drop_table("finding")
    _create_finding()
    _create_recheck()


def _add_index(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "version", columns, sqlite_where=where, postgresql_where=where)


def _create_finding() -> None:
    op.create_table(
        "finding",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("submitted", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "version_id"],
            ["version.project_id", "version.id"],
            name=op.f("fk_finding_project_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "version_id", "ordinal", name=op.f("pk_finding")),
    )
    of_form = ["project_id", "form_id", "draft"]
    op.create_index("ix_finding_newest", "finding", [*of_form, "version_id"])
    for column in ("level", "kind", "question"):
        op.create_index(f"ix_finding_{column}", "finding", [*of_form, column, "version_id"])


def _create_recheck() -> None:
    op.create_table(
        "recheck",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Uuid(), nullable=False),
        sa.Column("reached_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_recheck_form_id")),
        sa.PrimaryKeyConstraint("project_id", "form_id", "draft", name=op.f("pk_recheck")),
    )


def downgrade() -> None:
    """Go back from it. What was found is derived again by the older version's ``rebuild``."""
    op.drop_table("recheck")
    op.drop_table("finding")
    op.create_table(
        "finding",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("submitted", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id", "version_id"],
            ["version.project_id", "version.id"],
            name=op.f("fk_finding_project_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "version_id", "ordinal", name=op.f("pk_finding")),
    )
    for name in (*FOUND, "to_check"):
        op.drop_index(f"ix_version_{name}", "version")
    for name in ("notes", "faults", "checked_at", "checked"):
        op.drop_column("version", name)
