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
    config, scripts = _scripts(connection)
    seen = set(MigrationContext.configure(connection).get_current_heads())
    _check_known(scripts, seen)
    if seen != set(scripts.get_heads()):
        command.upgrade(config, "heads")


def bring_to(connection: Connection, revision: str) -> None:
    """Make the tables of one version in an empty database, inside the caller's transaction.

    Raises:
        StoreError: this version does not know that one yet.
    """
    config, scripts = _scripts(connection)
    _check_known(scripts, {revision})
    command.upgrade(config, revision)


def revision_of(connection: Connection) -> str:
    """Return the version of the tables that are there."""
    return str(MigrationContext.configure(connection).get_current_revision())


def _scripts(connection: Connection) -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config, ScriptDirectory.from_config(config)


def _check_known(scripts: ScriptDirectory, seen: set[str]) -> None:
    if not seen <= {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            "this ledger was written by a newer version of Trefpunt",
            hint="install that version or a later one; nothing was changed",
        )
