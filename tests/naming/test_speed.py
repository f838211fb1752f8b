"""Speed: a register of names is worked through at the promised pace."""

import time

import pytest

from trefpunt.model import Schema, Subject
from trefpunt.naming import keys_of_many

FAMILIES = ["Janssens", "van den Berg", "Müller", "Dupont", "Jansen-de Vries", "Benali", "Claes", "Thill"]
GIVENS = ["Jan", "Marie", "Luc", "Fatima", "Jean-Pierre", "Anneke", "Mehmet"]


def _person(n: int) -> Subject:
    properties = {
        "firstName": (GIVENS[n % len(GIVENS)],),
        "lastName": (FAMILIES[n % len(FAMILIES)] + chr(97 + n % 26),),
        "birthDate": (f"{1940 + n % 60}-{2 + n % 11:02d}-{1 + n % 28:02d}",),
        "postalCode": (f"{1000 + n % 9000}",),
        "houseNumber": (str(1 + n % 200),),
        "nationality": ("BE",),
    }
    return Subject(f"S-{n}", Schema.PERSON, properties=properties, is_synthetic=True)


@pytest.mark.slow
def test_twenty_thousand_persons_a_second_on_one_core() -> None:
    persons = [_person(n) for n in range(40_000)]
    began = time.process_time()
    number = sum(len(keys) for keys in keys_of_many(persons))
    assert len(persons) / (time.process_time() - began) >= 20_000
    assert number > 10 * len(persons)
