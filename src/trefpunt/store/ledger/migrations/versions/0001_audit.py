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


def upgrade() -> None:
    """Create the tables, and the rules by which the log only grows."""
    _create_log()
    _create_counting_register()
    for table in ("audit_leaf", "audit_node"):
        _forbid(table, "UPDATE")
        _forbid(table, "DELETE")
    _forbid("audit_entry", "DELETE")
    # Erasing is the one change an entry allows, and it leaves the number of the act that erased it.
    _forbid(
        "audit_entry",
        "UPDATE",
        unless="OLD.erased_by IS NULL AND NEW.erased_by > NEW.idx AND NEW.ciphertext IS NULL"
        " AND NEW.idx = OLD.idx",
    )


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


def _forbid(table: str, change: str, *, unless: str = "") -> None:
    name = f"{table}_no_{change.lower()}"
    when = f"WHEN (NOT ({unless}))" if unless else ""
    said = f"constraint: {table} only grows"
    if op.get_bind().dialect.name == "postgresql":
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
