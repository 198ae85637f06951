"""Releases: closed periods, as they were handed in"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "release",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("vintage", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("definitions", sa.JSON(), nullable=False),
        sa.Column("protected", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("revises", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_release_project_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_release_sha256")),
        sa.ForeignKeyConstraint(["closed_by"], ["actor.id"], name=op.f("fk_release_closed_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["actor.id"], name=op.f("fk_release_opened_by")),
        sa.PrimaryKeyConstraint("project_id", "number", name=op.f("pk_release")),
    )
    where = sa.text("opened_at is null")
    op.create_index(
        "uq_release_closed",
        "release",
        ["project_id", "unit", "period"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_index("ix_release_period", "release", ["project_id", "unit", "period", "number"])
    op.create_table(
        "release_cell",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("category_label", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.Column("bridged", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id", "number"],
            ["release.project_id", "release.number"],
            name=op.f("fk_release_cell_project_id_number"),
        ),
        sa.PrimaryKeyConstraint("project_id", "number", "ordinal", name=op.f("pk_release_cell")),
    )


def downgrade() -> None:
    """Go back from it."""
    op.drop_table("release_cell")
    op.drop_table("release")
