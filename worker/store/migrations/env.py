"""Alembic's entry: it migrates the connection that ``worker.store.upgrade`` hands over."""

from alembic import context
from worker.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
