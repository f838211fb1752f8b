"""The tables of `store/ledger/exchange.py`, `exchange_outbox.py` and `exchange_inbox.py`."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.String(27)


def upgrade() -> None:
    """Create the tables."""
    _create_partners()
    _create_threads()
    _create_outbox()
    _create_inbox()


def _text(name: str, length: int | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.Text() if length is None else sa.String(length), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, _MOMENT, nullable=nullable)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _claim(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _create_partners() -> None:
    op.create_table(
        "exchange_agreement",
        *(_text("id", 64), _text("partner", 64), _text("fingerprint", 64), _text("document")),
        *(_moment("proposed_at"), _text("proposed_by", 64)),
        sa.PrimaryKeyConstraint("id", name="pk_exchange_agreement"),
    )
    op.create_index("ix_exchange_agreement_partner", "exchange_agreement", ["partner"])
    op.create_index("ix_exchange_agreement_fingerprint", "exchange_agreement", ["fingerprint"])
    op.create_table(
        "exchange_signature",
        *(_text("agreement", 64), _text("by", 64), _text("verdict", 16), _moment("signed_at")),
        *(_text("officers"), _text("token")),
        sa.PrimaryKeyConstraint("agreement", "by", "verdict", name="pk_exchange_signature"),
    )
    op.create_table(
        "exchange_invitation",
        *(
            _text("id", 16),
            _text("code_hash", 64),
            _text("terms"),
            _text("officer", 64),
            _moment("expires_at"),
        ),
        *(_number("wrong_tries"), _text("state", 16), _text("challenge", 64), _text("agreement")),
        sa.PrimaryKeyConstraint("id", name="pk_exchange_invitation"),
    )


def _create_threads() -> None:
    op.create_table(
        "exchange_thread",
        *(_text("partner", 64), _text("conversation", 36), _number("my_seq"), _text("my_prev", 64)),
        *(_number("their_seq"), _text("their_prev", 64)),
        sa.PrimaryKeyConstraint("partner", "conversation", name="pk_exchange_thread"),
    )
    op.create_table(
        "exchange_notice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *(_moment("at"), _text("code", 64), _text("partner", 64), _text("letter", 36), _text("facts")),
        *(_moment("seen_at", nullable=True), sa.Column("seen_by", sa.String(64), nullable=True)),
        sa.PrimaryKeyConstraint("id", name="pk_exchange_notice"),
    )


def _create_outbox() -> None:
    op.create_table(
        "exchange_outbox",
        *(_text("letter", 36), _text("partner", 64), _text("conversation", 36), _number("seq")),
        *(_claim("is_void"), _text("kind", 64), _text("agreement", 64), _text("sha256", 64), _text("token")),
        *(_moment("posted_at"), _moment("expires_at"), _text("state", 16), _moment("next_try_at")),
        *(_number("attempts"), _moment("lease_until", nullable=True)),
        *(_text("reason", 64), _text("receipt"), _text("void", 36)),
        sa.PrimaryKeyConstraint("letter", name="pk_exchange_outbox"),
    )
    place = ["partner", "conversation", "seq", "is_void"]
    op.create_index("ix_exchange_outbox_place", "exchange_outbox", place, unique=True)
    op.create_index("ix_exchange_outbox_due", "exchange_outbox", ["state", "next_try_at"])
    op.create_table(
        "exchange_outbox_blob",
        *(_text("letter", 36), _text("sha256", 64), _number("size"), _text("partner", 64)),
        sa.PrimaryKeyConstraint("letter", "sha256", name="pk_exchange_outbox_blob"),
    )
    op.create_index("ix_exchange_outbox_blob_sha256", "exchange_outbox_blob", ["sha256", "partner"])


def _create_inbox() -> None:
    op.create_table(
        "exchange_inbox",
        *(_text("partner", 64), _text("letter", 36), _text("conversation", 36), _number("seq")),
        *(_claim("is_void"), _text("kind", 64), _text("sha256", 64), _text("token"), _moment("received_at")),
        *(_moment("expires_at"), _text("policy", 128), _text("state", 16), _text("reason", 64)),
        *(_text("receipt"), _text("reply", 36), _claim("owes_receipt")),
        sa.PrimaryKeyConstraint("partner", "letter", name="pk_exchange_inbox"),
    )
    place = ["partner", "conversation", "seq", "is_void"]
    op.create_index("ix_exchange_inbox_place", "exchange_inbox", place, unique=True)
    op.create_index("ix_exchange_inbox_state", "exchange_inbox", ["state"])
    op.create_index("ix_exchange_inbox_owes_receipt", "exchange_inbox", ["owes_receipt"])
