"""Re-processing: jobs, their lanes, batches and failures; the history of statements; who extracted a page."""

from datetime import datetime

import sqlalchemy as sa
import worker.store.models.base
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTS = ("planned", "done", "failed", "added", "changed", "removed", "unchanged")


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, worker.store.models.base.Moment(timezone=True), nullable=nullable)


def reference(name: str, table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"), ondelete=ondelete
    )


def upgrade() -> None:
    op.add_column("page", sa.Column("extractor_version", sa.String(length=40), nullable=True))
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("worked_s", sa.Float(), nullable=False),
        moment("created_at"),
        moment("finished_at", nullable=True),
        sa.CheckConstraint("state IN ('running', 'paused', 'cancelled', 'done')", name=op.f("ck_jobs_state")),
        sa.CheckConstraint("what IN ('extract', 'detect')", name=op.f("ck_jobs_what")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    op.create_index(op.f("ix_jobs_state"), "jobs", ["state"])
    op.create_table(
        "job_lanes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        moment("touched_at"),
        reference("job_lanes", "jobs", "job_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_lanes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_job_lanes_job_id"), "job_lanes", ["job_id"])
    op.create_table(
        "job_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("entry_ids", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        reference("job_batches", "jobs", "job_id", "CASCADE"),
        reference("job_batches", "job_lanes", "lane_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_batches")),
    )
    op.create_index("ix_job_batches_job_id_phase_id", "job_batches", ["job_id", "phase", "id"])
    op.create_index(op.f("ix_job_batches_lane_id"), "job_batches", ["lane_id"])
    op.create_table(
        "job_failures",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        reference("job_failures", "jobs", "job_id", "CASCADE"),
        reference("job_failures", "entry", "entry_id", "CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "entry_id", name=op.f("pk_job_failures")),
    )
    op.create_table(
        "statement_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        moment("at"),
        sa.CheckConstraint(
            "change IN ('added', 'changed', 'removed')", name=op.f("ck_statement_revisions_change")
        ),
        reference("statement_revisions", "entry", "entry_id", "CASCADE"),
        reference("statement_revisions", "jobs", "job_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_revisions")),
    )
    for column in ("statement_id", "entry_id", "job_id"):
        op.create_index(op.f(f"ix_statement_revisions_{column}"), "statement_revisions", [column])


def downgrade() -> None:
    for table in ("statement_revisions", "job_failures", "job_batches", "job_lanes", "jobs"):
        op.drop_table(table)
    with op.batch_alter_table("page") as batch:
        batch.drop_column("extractor_version")
