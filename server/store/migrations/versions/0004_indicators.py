"""Indicators: definitions, facts and targets"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column(
        "project",
        sa.Column("indicators_revision", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('computing', 'current')", name=op.f("ck_indicator_state")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_indicator_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_indicator_code", "indicator", ["project_id", "code", "state"], unique=True)
    op.create_table(
        "indicator_workbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_indicator_workbook_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["blob.sha256"], name=op.f("fk_indicator_workbook_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_workbook")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_indicator_workbook_project_id"), "indicator_workbook", ["project_id"])
    _create_fact()
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_target_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_target", "target", ["project_id", "code", "unit", "from_day", "to_day"], unique=True
    )


def _create_fact() -> None:
    op.create_table(
        "fact",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "version_id"],
            ["version.project_id", "version.id"],
            name=op.f("fk_fact_project_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "version_id", "ordinal", name=op.f("pk_fact")),
    )
    of_report = ["project_id", "indicator_id", "part", "dimension", "day", "unit", "category"]
    where = sa.text("counts")
    op.create_index(
        "ix_fact_report",
        "fact",
        [*of_report, "value", "key"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """Go back from it. What was defined is gone; the workbooks stay among the blobs."""
    for name in ("target", "fact", "indicator_workbook", "indicator"):
        op.drop_table(name)
    op.drop_column("project", "indicators_revision")
