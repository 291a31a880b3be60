"""Subscriptions at WebSub hubs."""

import sqlalchemy as sa
import worker.store.models.base
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = worker.store.models.base.Moment(timezone=True)
    op.create_table(
        "subscription",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_at", moment, nullable=True),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("lease_until", moment, nullable=True),
        sa.Column("last_push_at", moment, nullable=True),
        sa.Column("pushes", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_subscription_feed_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("token", name=op.f("uq_subscription_token")),
    )
    op.create_index(op.f("ix_subscription_next_at"), "subscription", ["next_at"])


def downgrade() -> None:
    op.drop_table("subscription")
