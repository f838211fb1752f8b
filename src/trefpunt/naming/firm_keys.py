"""The keys of a firm's name: C5 with each postcode, C6 with each country."""

from collections.abc import Iterator

from trefpunt.model import KeyType, Subject
from trefpunt.naming.addresses import postcode_of
from trefpunt.naming.firms import name_core
from trefpunt.naming.memo import Memo
from trefpunt.naming.person_keys import Found

_NAME_PROPERTIES = ("name", "alias", "previousName")


class FirmKeys:
    """Makes the keys of firms; each distinct name is worked out once, for the life of the object."""

    def __init__(self) -> None:
        self._cores = Memo(name_core)

    def of(self, subject: Subject) -> Iterator[Found]:
        """Yield the keys of a firm's names, the present name first; some may repeat."""
        countries = [value.strip().upper() for value in _countries(subject)]
        cores = [self._cores[name] for kind in _NAME_PROPERTIES for name in subject.values(kind)]
        postcodes = [
            postcode_of(raw, countries[0] if countries else "") for raw in subject.values("postalCode")
        ]
        for core in cores:
            if not core:
                continue
            for postcode in filter(None, postcodes):
                yield KeyType.FIRM_NAME_POSTCODE, "", f"{core}|{postcode}"
            for country in countries:
                yield KeyType.FIRM_NAME_COUNTRY, country, core


def _countries(subject: Subject) -> tuple[str, ...]:
    return subject.values("jurisdiction") or subject.values("country")
