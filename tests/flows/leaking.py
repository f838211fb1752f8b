"""One subject who gives every kind of key, with names that stand nowhere else. Synthetic."""

from trefpunt.model import Identifier, Schema, Subject, SubjectCategory
from trefpunt.naming.synthetic import synthetic_number

SUBJECT = Subject(
    "onderzoek-7",
    Schema.PERSON,
    SubjectCategory.SUSPECT,
    {
        "firstName": ("Bartholoméa Wilhelmijntje",),
        "lastName": ("Vandewallequist-Zoetwateringh",),
        "gender": ("female",),
        "birthDate": ("1983-07-19",),
        "birthPlace": ("Kwikzilverdamme",),
        "birthCountry": ("BE",),
        "country": ("BE",),
    },
    (
        Identifier("be.rrn", synthetic_number("be.rrn", 43_210), "BE"),
        Identifier("nl.bsn", synthetic_number("nl.bsn", 4_321), "NL"),
        Identifier("iban", synthetic_number("iban", 4_321), "BE"),
    ),
    is_synthetic=True,
)
