"""The mark of the rules that read a page or an article last."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("page", "article"):
        op.add_column(table, sa.Column("rules", sa.String(length=16), nullable=True))


def downgrade() -> None:
    for table in ("article", "page"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("rules")
