"""The tables of `store/ledger/{hits,budgets,listings}.py`."""

import sqlalchemy as sa
from alembic import op

from trefpunt.store.ledger.schema import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables."""
    _create_indexes()
    _create_questions()
    _create_budgets_and_lists()


def _create_indexes() -> None:
    op.create_table(
        "hit_publication",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("partner", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("key_types", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("valid_to", Moment(), nullable=False),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.Column("deletion_receipt_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hit_publication")),
    )
    op.create_table(
        "hit_index",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("honey_sha256", sa.String(length=64), nullable=False),
        sa.Column("honey_size", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("valid_to", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_hit_index")),
    )


def _create_questions() -> None:
    op.create_table(
        "hit_question",
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("listing", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("partner", sa.String(length=64), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("letter", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("index_sha256", sa.String(length=64), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("subject_category", sa.String(length=32), nullable=False),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=True),
        sa.Column("evaluated", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_hit_question")),
        sa.UniqueConstraint("letter", name=op.f("uq_hit_question_letter")),
    )
    op.create_index(op.f("ix_hit_question_listing"), "hit_question", ["listing"], unique=False)


def _create_budgets_and_lists() -> None:
    op.create_table(
        "hit_spent",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=160), nullable=False),
        sa.Column("key_type", sa.String(length=16), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "side", "who", "key_type", name=op.f("pk_hit_spent")),
    )
    op.create_table(
        "hit_neighbourhood",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "officer", "area", name=op.f("pk_hit_neighbourhood")),
    )
    op.create_table(
        "hit_charge",
        sa.Column("letter", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("letter", name=op.f("pk_hit_charge")),
    )
    op.create_table(
        "hit_evaluated",
        sa.Column("letter", sa.String(length=64), nullable=False),
        sa.Column("partner", sa.String(length=64), nullable=False),
        sa.Column("listing", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("publication", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("letter", name=op.f("pk_hit_evaluated")),
    )
    op.create_index(op.f("ix_hit_evaluated_listing"), "hit_evaluated", ["listing"], unique=False)
    op.create_table(
        "hit_sample",
        sa.Column("listing", sa.String(length=64), nullable=False),
        sa.Column("letter", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("listing", name=op.f("pk_hit_sample")),
        sa.UniqueConstraint("conversation", name=op.f("uq_hit_sample_conversation")),
    )
