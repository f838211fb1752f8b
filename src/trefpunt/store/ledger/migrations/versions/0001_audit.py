"""The tables of `store/ledger/audit.py` and `store/ledger/audit_watch.py`."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.String(27)
_COUNTED = (
    "month",
    "event",
    "article",
    "asking",
    "holder",
    "kind",
    "category",
    "outcome",
    "duration_class",
)


# Erasing is the one change an entry allows, and it leaves the number of the act that erased it.
# A comparison with NULL is neither true nor false, so absence is asked for by name.
_ERASURE = (
    "OLD.erased_by IS NULL AND NEW.erased_by IS NOT NULL AND NEW.erased_by > NEW.idx"
    " AND NEW.ciphertext IS NULL AND NEW.idx = OLD.idx"
)
_GROWING = ("audit_leaf", "audit_node", "audit_checkpoint", "audit_cosignature", "audit_witnessed")


def upgrade() -> None:
    """Create the tables, and the rules by which the log only grows."""
    _create_log()
    _create_counting_register()
    _create_checkpoints()
    _create_watch_over_others()
    for table in (*_GROWING, "audit_evidence"):
        _forbid(table, "UPDATE")
        _forbid(table, "DELETE")
    _forbid("audit_entry", "DELETE")
    _forbid("audit_entry", "UPDATE", unless=_ERASURE)
    _forbid("audit_mirror", "DELETE")
    _forbid("audit_mirror", "UPDATE", unless=f"{_ERASURE} AND NEW.commitment = OLD.commitment")


def _create_log() -> None:
    op.create_table(
        "audit_leaf",
        sa.Column("idx", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.Column("commitment", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("idx", name="pk_audit_leaf"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("idx", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=True),
        sa.Column("erased_by", _NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("idx", name="pk_audit_entry"),
        sa.ForeignKeyConstraint(["idx"], ["audit_leaf.idx"], name="fk_audit_entry_idx"),
    )
    op.create_index("ix_audit_entry_erased_by", "audit_entry", ["erased_by"])
    op.create_table(
        "audit_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("idx", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("level", "idx", name="pk_audit_node"),
    )


def _create_counting_register() -> None:
    op.create_table(
        "audit_count",
        *(sa.Column(name, sa.String(120), nullable=False) for name in _COUNTED),
        sa.Column("n", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint(*_COUNTED, name="pk_audit_count"),
    )


def _create_checkpoints() -> None:
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_audit_checkpoint"),
    )
    op.create_table(
        "audit_cosignature",
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("cosigner", sa.String(200), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("size", "cosigner", name="pk_audit_cosignature"),
        sa.ForeignKeyConstraint(["size"], ["audit_checkpoint.size"], name="fk_audit_cosignature_size"),
    )
    op.create_table(
        "audit_mirrored",
        sa.Column("oversight", sa.String(200), nullable=False),
        sa.Column("size", _NUMBER, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("oversight", name="pk_audit_mirrored"),
    )


def _create_watch_over_others() -> None:
    op.create_table(
        "audit_witnessed",
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("origin", "size", name="pk_audit_witnessed"),
    )
    op.create_table(
        "audit_evidence",
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("fault", sa.String(40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("origin", "digest", name="pk_audit_evidence"),
    )
    op.create_table(
        "audit_mirror",
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("idx", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("commitment", sa.LargeBinary(32), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=True),
        sa.Column("erased_by", _NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("origin", "idx", name="pk_audit_mirror"),
    )
    op.create_index("ix_audit_mirror_origin_erased_by", "audit_mirror", ["origin", "erased_by"])
    op.create_table(
        "audit_mirror_edge",
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name="pk_audit_mirror_edge"),
    )


def _forbid(table: str, change: str, *, unless: str = "") -> None:
    name = f"{table}_no_{change.lower()}"
    when = f"WHEN (NOT ({unless}))" if unless else ""
    said = f"constraint: {table} only grows"
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} "
            f"FOR EACH ROW {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
