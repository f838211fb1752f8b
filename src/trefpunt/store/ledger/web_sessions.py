"""One-time links and the sessions of officers at the screens; of each secret the ledger has a hash only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, String, Table, and_, delete, insert, select, update

from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

link = Table(
    "web_link",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("officer", String(32), nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("used_at", Moment),
)
session = Table(
    "web_session",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("officer", String(32), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that signs one officer in, once; `sha256` is of its secret, in hex."""

    sha256: str
    officer: str
    ends_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """An officer who is signed in; `sha256` is of the secret in the cookie, in hex."""

    sha256: str
    officer: str
    began_at: datetime
    seen_at: datetime


def save_link(tx: Transaction, made: Link) -> None:
    """Keep a new link."""
    tx.connection.execute(insert(link).values({name: getattr(made, name) for name in made.__slots__}))


def find_link(tx: Transaction, sha256: str) -> Link | None:
    """Return a link by the hash of its secret, used or ended ones too."""
    row = tx.connection.execute(select(link).where(link.c.sha256 == sha256)).one_or_none()
    return None if row is None else Link(**row._mapping)


def use_link(tx: Transaction, sha256: str, now: datetime) -> bool:
    """Use a link up; False where that was done before."""
    where = and_(link.c.sha256 == sha256, link.c.used_at.is_(None))
    return tx.connection.execute(update(link).where(where).values(used_at=now)).rowcount == 1


def save_session(tx: Transaction, begun: Session) -> None:
    """Keep a new session."""
    tx.connection.execute(insert(session).values({name: getattr(begun, name) for name in begun.__slots__}))


def find_session(tx: Transaction, sha256: str) -> Session | None:
    """Return a session by the hash of its secret, however old."""
    row = tx.connection.execute(select(session).where(session.c.sha256 == sha256)).one_or_none()
    return None if row is None else Session(**row._mapping)


def touch_session(tx: Transaction, sha256: str, now: datetime) -> None:
    """Keep that something was done in a session."""
    tx.connection.execute(update(session).where(session.c.sha256 == sha256).values(seen_at=now))


def end_session(tx: Transaction, sha256: str) -> bool:
    """Forget a session; False where there is none."""
    return tx.connection.execute(delete(session).where(session.c.sha256 == sha256)).rowcount == 1


def forget_ended(tx: Transaction, *, links_before: datetime, idle_since: datetime) -> None:
    """Forget links that ended before a moment, and sessions in which nothing was done since another."""
    tx.connection.execute(delete(link).where(link.c.ends_at < links_before))
    tx.connection.execute(delete(session).where(session.c.seen_at < idle_since))
