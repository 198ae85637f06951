"""Who has reported: an index of what counts by form, day and unit"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    where = sa.text("counts")
    op.create_index(
        "ix_version_reported",
        "version",
        ["project_id", "form_id", "event_date", "unit", "received_at", "counts"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """Go back from it."""
    op.drop_index("ix_version_reported", "version")
