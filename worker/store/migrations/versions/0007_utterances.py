"""Utterances, their renderings and their trail; every article that has statements waits to be matched."""

import sqlalchemy as sa
from alembic import op
from worker.store.models.base import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LOST = sa.text("statement_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "utterance",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("head_id", sa.String(40)),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("first_seen_at", Moment(timezone=True), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterance")),
    )
    op.create_index(op.f("ix_utterance_first_day"), "utterance", ["first_day"])
    op.create_table(
        "utterance_trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("from_id", sa.String(40), nullable=False),
        sa.Column("to_id", sa.String(40), nullable=False),
        sa.CheckConstraint("what IN ('merged', 'split')", name=op.f("ck_utterance_trail_what")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterance_trail")),
    )
    op.create_index(op.f("ix_utterance_trail_from_id"), "utterance_trail", ["from_id"])
    op.create_index(op.f("ix_utterance_trail_to_id"), "utterance_trail", ["to_id"])
    _create_rendering()
    _create_unmatched()


def _create_rendering() -> None:
    op.create_table(
        "rendering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(40)),
        sa.Column("utterance_id", sa.String(40), nullable=False),
        sa.Column("echo_of", sa.String(40)),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("sure", sa.Float(), nullable=False),
        sa.Column("origin", sa.String(12), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("post", sa.Text()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("wording", sa.String(24), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("model", sa.String(60)),
        sa.Column("vector", sa.LargeBinary()),
        sa.Column("matched_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('source', 'relay', 'translation')", name=op.f("ck_rendering_origin")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_rendering_statement_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterance.id"], name=op.f("fk_rendering_utterance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendering")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_rendering_statement_id")),
    )
    op.create_index("ix_rendering_voice_day", "rendering", ["voice", "day"])
    op.create_index("ix_rendering_post_day", "rendering", ["post", "day"])
    op.create_index("ix_rendering_wording_voice", "rendering", ["wording", "voice"])
    op.create_index(op.f("ix_rendering_utterance_id"), "rendering", ["utterance_id"])
    op.create_index("ix_rendering_lost", "rendering", ["id"], sqlite_where=LOST, postgresql_where=LOST)


def _create_unmatched() -> None:
    op.create_table(
        "unmatched",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_unmatched_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_unmatched")),
    )
    op.create_index(op.f("ix_unmatched_since"), "unmatched", ["since"])
    op.execute(
        "INSERT INTO unmatched (article_id, since)"
        " SELECT article_id, max(created_at) FROM statement GROUP BY article_id"
    )


def downgrade() -> None:
    for table in ("unmatched", "rendering", "utterance_trail", "utterance"):
        op.drop_table(table)
