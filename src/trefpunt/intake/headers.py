"""Headers as Dutch, French, German and English files write them, and what they usually mean."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

# property or identifier <- headers, folded: no case, no accents, letters and digits only.
_PROPERTIES = """
lastName: achternaam geslachtsnaam familienaam nom nomdefamille nachname familienname surname lastname
    familyname
firstName: voornaam voornamen prenom prenoms vorname vornamen givenname givennames firstname firstnames
name: naam volledigenaam benaming handelsnaam bedrijfsnaam firmanaam denomination raisonsociale nomcomplet
    denominationsociale firma firmenname unternehmen name fullname companyname businessname naamnom
maidenName: meisjesnaam nomdejeunefille nomdenaissance madchenname geburtsname maidenname birthname
alias: alias bijnaam surnom spitzname ookbekendals aliasnaam
birthDate: geboortedatum gebdatum datedenaissance datenaissance naissance geburtsdatum geburtstag birthdate
    dateofbirth dob
birthPlace: geboorteplaats lieudenaissance geburtsort birthplace placeofbirth
birthCountry: geboorteland paysdenaissance geburtsland birthcountry countryofbirth
nationality: nationaliteit nationalite staatsangehorigkeit nationalitat nationality
gender: geslacht sexe geschlecht gender sex
address: straat straatnaam adres rue adresse strasse anschrift street streetname address address1 straatrue
houseNumber: huisnummer huisnr numero numerodemaison hausnummer hausnr housenumber streetnumber nummer nr no
postalCode: postcode codepostal postleitzahl plz zip zipcode postalcode postcodecodepostal
city: plaats woonplaats gemeente stad ville commune localite ort stadt gemeinde city town suburb municipality
    gemeentecommune
country: land pays country staat
phone: telefoon telefoonnummer tel gsm mobiel telephone portable telefon handy phone mobile
email: email emailadres mail courriel emailadresse
legalForm: rechtsvorm formejuridique forme rechtsform legalform
incorporationDate: oprichtingsdatum begindatum datedeconstitution grundungsdatum incorporationdate
"""
_IDENTIFIERS = """
nl.bsn: bsn burgerservicenummer
nl.kvk: kvk kvknummer kvknr
nl.rsin: rsin
be.rrn: rijksregisternummer rijksregisternr rrn insz niss numeroderegistrenational registrenational
be.kbo: ondernemingsnummer kbo kbonummer bce numerodentreprise numerobce
lu.matricule: matricule matriculenational
lu.rcs: rcs numerorcs rcslnummer
iban: iban rekeningnummer rekening bankrekening compte kontonummer
plate: kenteken nummerplaat plaque immatriculation kennzeichen
vin: vin chassisnummer numerodechassis fahrgestellnummer
lei: lei
"""
_VAT = frozenset(
    ("btw", "btwnummer", "tva", "numerotva", "ust", "ustid", "ustidnr", "vat", "vatnumber", "btwtva")
)
_REFERENCES = (
    "ref reference referentie referenz dossier dossiernummer dossiernr numerodedossier aktenzeichen id recid "
    "recordid recordnummer kenmerk fiche fichenummer"
)
_PREFIXES = "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels particule namensvorsatz prefix"
_CAPACITIES = "hoedanigheid rol qualite role eigenschaft capacity category categorie"
_WORD = re.compile(r"[^a-z0-9]")


def plain(header: str) -> str:
    """Return the letters and digits of a header without accents and case."""
    return _WORD.sub("", unicodedata.normalize("NFKD", header.casefold().replace("ß", "ss")))


def property_of(header: str) -> str:
    """Return the property that a header usually means, or nothing."""
    return _PROPERTY_OF.get(plain(header), "")


def scheme_of(header: str, country: str) -> str:
    """Return the identifier scheme that a header usually means, or nothing; VAT depends on the country."""
    if plain(header) in _VAT:
        return f"{country.lower()}.vat" if country in ("BE", "NL", "LU") else ""
    return _SCHEME_OF.get(plain(header), "")


def is_reference(header: str) -> bool:
    """Tell whether a header usually names the holder's own reference."""
    return plain(header) in _REFERENCES.split()


def is_prefix(header: str) -> bool:
    """Tell whether a header usually names what stands before a family name."""
    return plain(header) in _PREFIXES.split()


def is_capacity(header: str) -> bool:
    """Tell whether a header usually says in what capacity somebody is on record."""
    return plain(header) in _CAPACITIES.split()


def _read(table: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in re.sub(r"\n\s+", " ", table).strip().splitlines():
        meaning, _, words = line.partition(":")
        found.update((word, meaning) for word in words.split())
    return MappingProxyType(found)


_PROPERTY_OF, _SCHEME_OF = _read(_PROPERTIES), _read(_IDENTIFIERS)
