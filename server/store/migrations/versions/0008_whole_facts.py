"""Facts: a row of a submission with all its categories is one fact, no longer one for each"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COPY = "create temporary table fact_before as select * from fact"
_WHOLE = """\
insert into fact (project_id, version_id, ordinal, indicator_id, part, day, unit, value, key,
categories, counts)
select whole.project_id, whole.version_id, whole.ordinal, whole.indicator_id, whole.part, whole.day,
whole.unit, whole.value, whole.key, coalesce(parts.categories, '{{}}'), whole.counts
from fact_before as whole left join (
    select project_id, version_id, indicator_id, part, position,
    {object}(dimension, {numbers}) as categories
    from (
        select project_id, version_id, indicator_id, part, position, dimension,
        {object}(category, value) as numbers
        from fact_before where dimension <> ''
        group by project_id, version_id, indicator_id, part, position, dimension
    ) as told
    group by project_id, version_id, indicator_id, part, position
) as parts
on parts.project_id = whole.project_id and parts.version_id = whole.version_id
and parts.indicator_id = whole.indicator_id and parts.part = whole.part
and parts.position = whole.position
where whole.dimension = ''
"""


def upgrade() -> None:
    """Go to this revision: reports say the same before and after, with nothing computed again."""
    op.execute(_COPY)
    op.drop_table("fact")
    _create_fact(
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
    )
    _create_index(["day", "unit", "value", "key"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(_WHOLE.format(object="json_object_agg", numbers="numbers"))
    else:
        op.execute(_WHOLE.format(object="json_group_object", numbers="json(numbers)"))
    op.execute("drop table fact_before")


def downgrade() -> None:
    """Go back from it: facts are empty until all is checked again."""
    op.drop_table("fact")
    _create_fact(
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
    )
    _create_index(["dimension", "day", "unit", "category", "value", "key"])
    op.execute("update version set checked = 'pending' where not draft")


def _create_fact(*told: sa.Column[object]) -> None:
    op.create_table(
        "fact",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        *told,
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "version_id"],
            ["version.project_id", "version.id"],
            name=op.f("fk_fact_project_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "version_id", "ordinal", name=op.f("pk_fact")),
    )


def _create_index(columns: list[str]) -> None:
    where = sa.text("counts")
    op.create_index(
        "ix_fact_report",
        "fact",
        ["project_id", "indicator_id", "part", *columns],
        sqlite_where=where,
        postgresql_where=where,
    )
