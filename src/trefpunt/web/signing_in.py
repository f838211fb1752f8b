"""Signing in at the screens: a link that is good once, and a session that ends by itself.

A link comes from the terminal of the node, so whoever has it has been there. Both secrets are random 256
bits; the ledger has their hashes only, and each step stands in the log.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from trefpunt.model import Event, LogEntry, Officer
from trefpunt.node import Node
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import web_sessions as kept

LINK_LIVES = timedelta(minutes=10)
_LONGEST = timedelta(hours=8)
_LINKS_KEPT = timedelta(days=1)
# Written down at most so often: each look at a page would else be a write that waits for the disk.
_TOUCH_EVERY = timedelta(minutes=1)
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, and the secret of the session that the browser showed."""

    officer: Officer
    secret: str

    @property
    def form_token(self) -> str:
        """What each form of this session carries and no other site can know."""
        return hmac.new(self.secret.encode(), b"trefpunt form", hashlib.sha256).hexdigest()

    def __repr__(self) -> str:
        return f"SignedIn({self.officer.id!r}, …)"


def new_link(node: Node, officer: Officer) -> str:
    """Return the secret of a new link for this officer, good once and for ten minutes."""
    secret, now = secrets.token_urlsafe(_SECRET_BYTES), node.clock()
    with node.ledger.write() as tx:
        _record(node, tx, officer, "link_made", now)
        kept.save_link(tx, kept.Link(_hash(secret), officer.id, now + LINK_LIVES))
    return secret


def sign_in(node: Node, link: str) -> SignedIn | None:
    """Use a link up and begin a session; None where it was used, has ended or never was."""
    now = node.clock()
    with node.ledger.write() as tx:
        found = kept.find_link(tx, _hash(link))
        officer = None if found is None else node.officers.get(found.officer)
        if found is None or officer is None:
            return None
        if found.ends_at <= now or not kept.use_link(tx, found.sha256, now):
            _record(node, tx, officer, "link_refused", now)
            return None
        _record(node, tx, officer, "signed_in", now)
        kept.forget_ended(tx, links_before=now - _LINKS_KEPT, idle_since=now - _idle(node))
        begun = SignedIn(officer, secrets.token_urlsafe(_SECRET_BYTES))
        kept.save_session(tx, kept.Session(_hash(begun.secret), officer.id, now, now))
    return begun


def session_of(node: Node, secret: str) -> SignedIn | None:
    """Return who has this session; None where it has ended, or the settings know the officer no more."""
    now = node.clock()
    with node.ledger.read() as tx:
        found = kept.find_session(tx, _hash(secret)) if secret else None
    if found is None or not _is_alive(node, found, now):
        return None
    officer = node.officers.get(found.officer)
    if officer is None:
        return None
    if found.seen_at + _TOUCH_EVERY <= now:
        with node.ledger.write() as tx:
            kept.touch_session(tx, found.sha256, now)
    return SignedIn(officer, secret)


def sign_out(node: Node, session: SignedIn) -> None:
    """End a session at once."""
    with node.ledger.write() as tx:
        if kept.end_session(tx, _hash(session.secret)):
            _record(node, tx, session.officer, "signed_out", node.clock())


def _is_alive(node: Node, found: kept.Session, now: datetime) -> bool:
    return now < found.seen_at + _idle(node) and now < found.began_at + _LONGEST


def _idle(node: Node) -> timedelta:
    return timedelta(minutes=node.settings.desk.idle_min)


def _record(node: Node, tx: Transaction, officer: Officer, step: str, now: datetime) -> None:
    entry = LogEntry(Event.LOGIN, actor=officer.id, role=officer.role.value, at=now, facts={"step": step})
    node.trail.record(tx, entry)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
