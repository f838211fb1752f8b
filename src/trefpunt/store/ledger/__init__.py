"""The ledger: one encrypted database a node, one file of tables and verbs a room.

A write transaction is exclusive and durable when it ends (WAL, synchronous=FULL): either all of it is there
after a power cut or none. Verbs take a `Transaction`; whoever opened it decides what belongs together.
Tables come into being by the migrations only, from the first one on.
"""

from trefpunt.store.ledger.connection import Ledger, Transaction

__all__ = ["Ledger", "Transaction"]
