"""The latest articles of one canonical address are found without looking at all of them."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_article_canonical_url_entry_id", "article", ["canonical_url", "entry_id"])
    op.drop_index("ix_article_canonical_url", "article")


def downgrade() -> None:
    op.create_index("ix_article_canonical_url", "article", ["canonical_url"])
    op.drop_index("ix_article_canonical_url_entry_id", "article")
