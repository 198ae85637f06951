"""Standing: which version of a submission counts, and which answer only the last may give"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision: what is current, not deleted and not rejected counts."""
    op.add_column(
        "version", sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("version", sa.Column("one_per", sa.Text(), nullable=True))
    where = sa.text("one_per is not null")
    op.create_index(
        "ix_version_one_per",
        "version",
        ["project_id", "form_id", "one_per", "id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.execute(
        "update version set counts = true where state = 'current' and not draft and exists ("
        "select 1 from submission where submission.project_id = version.project_id"
        " and submission.id = version.root_id and submission.deleted_at is null"
        " and coalesce(submission.review_state, '') <> 'rejected')"
    )


def downgrade() -> None:
    """Go back from it."""
    op.drop_index("ix_version_one_per", "version")
    op.drop_column("version", "one_per")
    op.drop_column("version", "counts")
