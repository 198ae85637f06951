"""Entities: the lists that submissions fill, with every version"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision; ``tincay rebuild`` makes the entities of what is here already."""
    op.add_column("form_version", sa.Column("datasets", sa.JSON(), nullable=True))
    op.create_table(
        "entity_version",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("creates", sa.Boolean(), nullable=False),
        sa.Column("updates", sa.Boolean(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("merged_label", sa.Text(), nullable=False),
        sa.Column("merged", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "version_id"],
            ["version.project_id", "version.id"],
            name=op.f("fk_entity_version_project_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "version_id", name=op.f("pk_entity_version")),
    )
    op.create_index(
        "ix_entity_version_entity",
        "entity_version",
        ["project_id", "dataset", "entity_id", "version_id"],
    )
    where = sa.text("listed")
    op.create_index(
        "ix_entity_version_day",
        "entity_version",
        ["project_id", "dataset", "effective_on", "until"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "entity",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("creator_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "dataset", "id", name=op.f("pk_entity")),
    )


def downgrade() -> None:
    """Go back from it."""
    op.drop_table("entity")
    op.drop_table("entity_version")
    op.drop_column("form_version", "datasets")
