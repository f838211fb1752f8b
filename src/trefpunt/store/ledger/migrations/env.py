"""Alembic runs this file: migrations happen on the connection that `migrate.bring_up_to_date` hands in."""

from alembic import context

from trefpunt.store.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False
)
context.run_migrations()
