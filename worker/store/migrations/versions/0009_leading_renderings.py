"""Which renderings stand for their utterance, so that its copies are not candidates."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rendering", sa.Column("lead", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute("UPDATE rendering SET lead = how <> 'exact'")
    op.drop_index("ix_rendering_voice_day", "rendering")
    op.drop_index("ix_rendering_post_day", "rendering")
    op.create_index("ix_rendering_voice_lead_day", "rendering", ["voice", "lead", "day"])
    op.create_index("ix_rendering_post_lead_day", "rendering", ["post", "lead", "day"])


def downgrade() -> None:
    op.drop_index("ix_rendering_voice_lead_day", "rendering")
    op.drop_index("ix_rendering_post_lead_day", "rendering")
    with op.batch_alter_table("rendering") as batch:
        batch.drop_column("lead")
    op.create_index("ix_rendering_voice_day", "rendering", ["voice", "day"])
    op.create_index("ix_rendering_post_day", "rendering", ["post", "day"])
