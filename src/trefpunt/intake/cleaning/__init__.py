"""One raw value in, one clean value out: dates, countries, sex, postcodes, numbers.

Nothing is guessed. What cannot be read comes back with a fault that names its shape and what was expected;
a part that can be read is kept (the year of an impossible day).
Begin with `values.py`; the others are one kind of value each.
"""

from trefpunt.intake.cleaning.values import KINDS, Cleaned, Cleaner, kind_of_property

__all__ = ["KINDS", "Cleaned", "Cleaner", "kind_of_property"]
