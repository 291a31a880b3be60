"""The life of a feed: its former address, its wishes, its trouble, and every change with its reason."""

import sqlalchemy as sa
import worker.store.models.base
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
COLUMNS = ("former_url", "trouble", "ttl_s", "skip_hours", "skip_days")


def upgrade() -> None:
    op.add_column("feed", sa.Column("former_url", sa.Text(), nullable=True))
    op.add_column("feed", sa.Column("trouble", sa.Text(), nullable=True))
    op.add_column("feed", sa.Column("ttl_s", sa.Float(), nullable=True))
    op.add_column("feed", sa.Column("skip_hours", sa.Integer(), server_default="0", nullable=False))
    op.add_column("feed", sa.Column("skip_days", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "feed_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("at", worker.store.models.base.Moment(timezone=True), nullable=False),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_feed_change_feed_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_change")),
    )
    op.create_index("ix_feed_change_feed_id_at", "feed_change", ["feed_id", "at"])


def downgrade() -> None:
    op.drop_table("feed_change")
    for name in COLUMNS:
        op.drop_column("feed", name)
