"""Bringing the tables of a ledger to the form this version expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from trefpunt.errors import StoreError


def bring_up_to_date(connection: Connection) -> None:
    """Run every migration that this ledger has not seen, inside the caller's transaction.

    Raises:
        StoreError: the ledger was written by a newer version of Trefpunt.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    seen = set(MigrationContext.configure(connection).get_current_heads())
    if not seen <= {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            "this ledger was written by a newer version of Trefpunt",
            hint="install that version or a later one; nothing was changed",
        )
    if seen != set(scripts.get_heads()):
        command.upgrade(config, "heads")
