"""The views as files, in the formats in which such authorities export them.

`style.py` has the habits of each authority, `spoiling.py` the wrong rows that every real export has; the
others write one kind of record each. Every file is made row by row from what its holding names.
"""
