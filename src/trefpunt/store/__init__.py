"""The only room that speaks to a database.

`ledger` keeps everything that must not be lost: SQLite (SQLCipher, WAL, synchronous=FULL) by default.
`columns` keeps what can be rebuilt from intake: encrypted Parquet read by DuckDB, for analysis only.
Rooms above hold a `Ledger`, open a transaction with it and hand the transaction to the verbs of their own
file here (`store/ledger/<room>.py`), which take and return nouns. No SQL and no driver goes further up.
Begin with `ledger/connection.py`.
"""
