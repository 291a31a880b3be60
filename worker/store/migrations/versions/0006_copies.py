"""Near copies of articles: a MinHash sketch of each, its bands indexed, and the article it copies."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("article") as batch:
        batch.add_column(sa.Column("minima", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("copy_of", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_article_copy_of"), "article", ["copy_of"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_article_copy_of"), ["copy_of"])
    op.create_table(
        "article_band",
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_band_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("value", "article_id", name=op.f("pk_article_band")),
    )
    op.create_index(op.f("ix_article_band_article_id"), "article_band", ["article_id"])


def downgrade() -> None:
    op.drop_table("article_band")
    with op.batch_alter_table("article") as batch:
        batch.drop_index(op.f("ix_article_copy_of"))
        batch.drop_constraint(op.f("fk_article_copy_of"), type_="foreignkey")
        batch.drop_column("copy_of")
        batch.drop_column("minima")
