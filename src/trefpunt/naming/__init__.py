"""Names, firms, addresses and identifiers of the Benelux, and the match keys made of them.

Promises: everything is a pure function of its arguments; the same subject gives the same keys on every node,
in one order; a fault names the shape of a value and never the value. Keys are exact: what may differ
between two registers (accents, ue and ü, particles, legal forms, the order of names) is folded before.
Begin with `keys.py`: what a subject gives and why. `identifiers/table.py` has every number by scheme,
`slots.py` the padded template of a question, `synthetic.py` numbers that pass and can be nobody's.
"""

from trefpunt.naming.checked import Checked, Fault
from trefpunt.naming.firms import name_core
from trefpunt.naming.grades import GRADES
from trefpunt.naming.identifiers.postcodes import check_postcode
from trefpunt.naming.identifiers.table import SCHEMES, DeclaredScheme, Scheme, check_identifier
from trefpunt.naming.keys import keys_of, keys_of_many, ranked_keys
from trefpunt.naming.slots import fill, surplus_of, template
from trefpunt.naming.synthetic import synthetic_number

__all__ = [
    "GRADES",
    "SCHEMES",
    "Checked",
    "DeclaredScheme",
    "Fault",
    "Scheme",
    "check_identifier",
    "check_postcode",
    "fill",
    "keys_of",
    "keys_of_many",
    "name_core",
    "ranked_keys",
    "surplus_of",
    "synthetic_number",
    "template",
]
