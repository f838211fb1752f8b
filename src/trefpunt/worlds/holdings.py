"""What each authority may hold: its files, what kind of knowledge is in each, and every column of them.

This table is the whole of it: a file that is not here is not written, and a test reads the files and finds
nothing in them that is not here. Whoever adds a column says with it what kind of knowledge that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trefpunt.model import AuthorityKind


class Knowledge(StrEnum):
    """Kinds of knowledge that one kind of authority has and others have not."""

    CAPACITY = "in what capacity somebody is known to the police"
    VEHICLES = "vehicles of people known to the police"
    CHECKS = "what controls found"
    REGISTERED_FIRMS = "firms as registered for tax"
    MANDATES = "who directs which firm"
    DOMESTIC_TRADE = "who sold how much to whom within the country"
    BORDER_TRADE = "who sold how much to whom over the border"
    OWN_STATEMENTS = "what a firm declared about itself"
    APPLICATIONS = "who applied for which permit"
    REFUSALS = "which permits the municipality itself refused"
    DECISIONS = "decisions of all Belgian municipalities after an integrity investigation"
    RESIDENTS = "who lives in the municipality"
    SIGNALS = "what the municipality was told about an address"
    RETURNS = "who has to leave the country"
    CARE = "whom a care organisation looks after"
    DUTY = "how a crisis centre is reached"


MAY_KNOW: Mapping[AuthorityKind, frozenset[Knowledge]] = {
    AuthorityKind.POLICE: frozenset({Knowledge.CAPACITY, Knowledge.VEHICLES, Knowledge.CHECKS}),
    AuthorityKind.TAX: frozenset(
        {
            Knowledge.REGISTERED_FIRMS,
            Knowledge.MANDATES,
            Knowledge.DOMESTIC_TRADE,
            Knowledge.BORDER_TRADE,
            Knowledge.OWN_STATEMENTS,
        }
    ),
    AuthorityKind.MUNICIPALITY: frozenset(
        {Knowledge.APPLICATIONS, Knowledge.REFUSALS, Knowledge.RESIDENTS, Knowledge.SIGNALS}
    ),
    AuthorityKind.INTEGRITY_OFFICE: frozenset({Knowledge.DECISIONS}),
    AuthorityKind.MIGRATION: frozenset({Knowledge.RETURNS}),
    AuthorityKind.CARE: frozenset({Knowledge.CARE}),
    AuthorityKind.CRISIS_CENTRE: frozenset({Knowledge.DUTY}),
    AuthorityKind.JUSTICE: frozenset(),
    AuthorityKind.OVERSIGHT: frozenset(),
}
"""Which kind of authority may have which kind of knowledge."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One file that an authority has.

    Attributes:
        file: authority and name, such as `police.be/personen.csv`.
        recipe: name of the shipped recipe that reads it, or empty.
        columns: headers of a CSV; properties of FollowTheMoney; elements and attributes of XML.
    """

    file: str
    knowledge: Knowledge
    columns: tuple[str, ...]
    recipe: str = ""

    @property
    def authority(self) -> str:
        """Whose file it is."""
        return self.file.partition("/")[0]

    @property
    def name(self) -> str:
        """How the file is called."""
        return self.file.partition("/")[2]


def _holding(file: str, knowledge: Knowledge, columns: str, recipe: str = "") -> Holding:
    return Holding(file, knowledge, tuple(columns.split(";")), recipe)


_PERSON_FTM = (
    "firstName;lastName;birthDate;birthPlace;birthCountry;gender;nationality;country;address;houseNumber;"
    "postalCode;city;idNumber;phone;topics;keywords;registrationNumber;vin;type;color"
)
_BE_ADDRESS, _LU_ADDRESS = "straat;nummer;postcode;gemeente", "rue;numéro;code postal;localité"
_NL_ADDRESS = "straat;huisnummer;postcode;plaats"
_NL_NAME = "achternaam;voorvoegsel;voornamen;geboortedatum"
_BE_NAME, _LU_NAME = "naam;voornamen;geboortedatum", "nom;prénoms;date de naissance"
_DUTY = "functie/fonction;telefoon/téléphone;e-mail;taal/langue;getest/testé;synthetisch/synthétique"

HOLDINGS: tuple[Holding, ...] = (
    _holding(
        "police.be/personen.csv",
        Knowledge.CAPACITY,
        f"fiche;hoedanigheid;{_BE_NAME};geboorteplaats;geboorteland;nationaliteit;geslacht;"
        f"rijksregisternummer;{_BE_ADDRESS};land;telefoon;synthetisch",
        "sample_police_be_persons",
    ),
    _holding(
        "police.be/voertuigen.csv",
        Knowledge.VEHICLES,
        "fiche;nummerplaat;land;chassisnummer;merk;kleur;houder;synthetisch",
        "sample_police_be_vehicles",
    ),
    _holding(
        "police.be/controles.csv",
        Knowledge.CHECKS,
        "controle;tijdstip;straat;gemeente;nummerplaat;land;vaststelling;synthetisch",
    ),
    _holding(
        "police.nl/personen-en-voertuigen.ftm.json", Knowledge.CAPACITY, _PERSON_FTM, "sample_police_nl"
    ),
    _holding("police.nl/bezit.ftm.json", Knowledge.VEHICLES, "owner;asset"),
    _holding(
        "police.nl/controles.csv",
        Knowledge.CHECKS,
        "controle;tijdstip;straat;plaats;kenteken;land;bevinding;synthetisch",
    ),
    _holding(
        "police.lu/personnes.csv",
        Knowledge.CAPACITY,
        f"dossier;qualité;{_LU_NAME};lieu de naissance;pays de naissance;nationalité;sexe;matricule;"
        f"{_LU_ADDRESS};pays;téléphone;synthétique",
        "sample_police_lu_persons",
    ),
    _holding(
        "police.lu/vehicules.csv",
        Knowledge.VEHICLES,
        "dossier;immatriculation;pays;châssis;marque;couleur;détenteur;synthétique",
        "sample_police_lu_vehicles",
    ),
    _holding(
        "police.lu/controles.csv",
        Knowledge.CHECKS,
        "contrôle;moment;rue;localité;immatriculation;pays;constatation;synthétique",
    ),
    _holding("crisis.be/contactpunten.csv", Knowledge.DUTY, _DUTY),
    _holding("crisis.nl/contactpunten.csv", Knowledge.DUTY, _DUTY),
    _holding("crisis.lu/points-de-contact.csv", Knowledge.DUTY, _DUTY),
    _holding(
        "city.be/aanvragen.csv",
        Knowledge.APPLICATIONS,
        f"aanvraag;datum;soort;{_BE_NAME};geboorteplaats;geslacht;rijksregisternummer;{_BE_ADDRESS};land;"
        "synthetisch",
        "sample_city_be_applicants",
    ),
    _holding(
        "city.be/bevolking.csv",
        Knowledge.RESIDENTS,
        f"uittreksel;{_BE_NAME};geboorteplaats;geslacht;rijksregisternummer;{_BE_ADDRESS};"
        "ingeschreven;synthetisch",
        "sample_city_be_residents",
    ),
    _holding(
        "city.be/signalen.csv",
        Knowledge.SIGNALS,
        f"signaal;ontvangen;bron;code;{_BE_ADDRESS};synthetisch",
    ),
    _holding(
        "muni.nl/aanvragen.csv",
        Knowledge.APPLICATIONS,
        f"aanvraag;datum;soort;{_NL_NAME};geboorteplaats;geslacht;BSN;{_NL_ADDRESS};synthetisch",
        "sample_muni_nl_applicants",
    ),
    _holding(
        "muni.nl/geweigerd.csv",
        Knowledge.REFUSALS,
        f"besluit;datum;soort;maatregel;{_NL_NAME};geslacht;BSN;{_NL_ADDRESS};synthetisch",
        "sample_muni_nl_refused",
    ),
    _holding(
        "muni.nl/brp.csv",
        Knowledge.RESIDENTS,
        f"uittreksel;{_NL_NAME};geboorteplaats;geslacht;BSN;{_NL_ADDRESS};ingeschreven;synthetisch",
        "sample_muni_nl_residents",
    ),
    _holding(
        "muni.nl/signalen.csv",
        Knowledge.SIGNALS,
        f"signaal;ontvangen;bron;code;{_NL_ADDRESS};synthetisch",
    ),
    _holding(
        "tax.be/ondernemingen.csv",
        Knowledge.REGISTERED_FIRMS,
        f"dossier;naam;rechtsvorm;ondernemingsnummer;btw-nummer;{_BE_ADDRESS};begindatum;nacebel;IBAN;"
        "synthetisch",
        "sample_tax_be_firms",
    ),
    _holding(
        "tax.be/bestuurders.csv",
        Knowledge.MANDATES,
        f"dossier;{_BE_NAME};geslacht;rijksregisternummer;{_BE_ADDRESS};land;synthetisch",
        "sample_tax_be_directors",
    ),
    _holding("tax.be/mandaten.csv", Knowledge.MANDATES, "mandaat;bestuurder;onderneming;sinds;synthetisch"),
    _holding(
        "tax.be/klantenlisting.xml",
        Knowledge.DOMESTIC_TRADE,
        "ClientListingConsignment;ClientListingsNbr;ClientListing;SequenceNumber;ClientsNbr;"
        "DeclarantReference;TurnOverSum;VATAmountSum;Declarant;VATNumber;Name;Period;Client;"
        "CompanyVATNumber;issuedBy;TurnOver;VATAmount",
    ),
    _holding(
        "tax.be/btw-aangiften.csv",
        Knowledge.OWN_STATEMENTS,
        "btw-nummer;jaar;kwartaal;rooster 03;rooster 46;rooster 86;rooster 54;rooster 55;rooster 59;"
        "rooster 71;rooster 72;synthetisch",
    ),
    _holding(
        "tax.be/ic-opgaven.xml",
        Knowledge.BORDER_TRADE,
        "IntraConsignment;IntraListingsNbr;IntraListing;SequenceNumber;ClientsNbr;DeclarantReference;"
        "AmountSum;Declarant;VATNumber;Name;Period;Month;Year;IntraClient;CompanyVATNumber;issuedBy;Code;"
        "Amount",
    ),
    _holding(
        "tax.be/vies.csv",
        Knowledge.BORDER_TRADE,
        "leverancier;afnemer;tijdvak;bedrag;ontvangen;synthetisch",
    ),
    _holding(
        "tax.nl/ondernemingen.csv",
        Knowledge.REGISTERED_FIRMS,
        f"dossier;handelsnaam;rechtsvorm;KvK-nummer;RSIN;btw-nummer;{_NL_ADDRESS};oprichtingsdatum;SBI;IBAN;"
        "synthetisch",
        "sample_tax_nl_firms",
    ),
    _holding(
        "tax.nl/bestuurders.csv",
        Knowledge.MANDATES,
        f"dossier;{_NL_NAME};geslacht;BSN;{_NL_ADDRESS};land;synthetisch",
        "sample_tax_nl_directors",
    ),
    _holding("tax.nl/functies.csv", Knowledge.MANDATES, "functie;bestuurder;onderneming;sinds;synthetisch"),
    _holding(
        "tax.nl/icp-opgaven.csv",
        Knowledge.BORDER_TRADE,
        "leverancier;afnemer;tijdvak;bedrag;ontvangen;synthetisch",
    ),
    _holding(
        "tax.nl/vies.csv", Knowledge.BORDER_TRADE, "leverancier;afnemer;tijdvak;bedrag;ontvangen;synthetisch"
    ),
    _holding(
        "tax.lu/entreprises.csv",
        Knowledge.REGISTERED_FIRMS,
        f"dossier;dénomination;forme;RCS;TVA;{_LU_ADDRESS};constitution;NACE;IBAN;synthétique",
        "sample_tax_lu_firms",
    ),
    _holding(
        "tax.lu/dirigeants.csv",
        Knowledge.MANDATES,
        f"dossier;{_LU_NAME};sexe;matricule;{_LU_ADDRESS};pays;synthétique",
        "sample_tax_lu_directors",
    ),
    _holding("tax.lu/mandats.csv", Knowledge.MANDATES, "mandat;dirigeant;entreprise;depuis;synthétique"),
    _holding(
        "tax.lu/etats-recapitulatifs.csv",
        Knowledge.BORDER_TRADE,
        "fournisseur;acquéreur;période;montant;reçu;synthétique",
    ),
    _holding(
        "tax.lu/vies.csv",
        Knowledge.BORDER_TRADE,
        "fournisseur;acquéreur;période;montant;reçu;synthétique",
    ),
    _holding(
        "integrity.be/beslissingen.csv",
        Knowledge.DECISIONS,
        f"beslissing;datum;gemeente van beslissing;soort;maatregel;{_BE_NAME};geslacht;"
        f"rijksregisternummer;{_BE_ADDRESS};synthetisch",
        "sample_integrity_be",
    ),
    _holding(
        "migration.lu/decisions-de-retour.csv",
        Knowledge.RETURNS,
        f"dossier;{_LU_NAME};sexe;décision du;interdiction d'entrée jusqu'au;synthétique",
        "sample_migration_lu",
    ),
    _holding(
        "care.be/clienten.csv",
        Knowledge.CARE,
        "dossier;naam/nom;voornaam/prénom;geboortedatum/naissance;geboorteplaats/lieu;geslacht/sexe;"
        "BIS;veilig nummer/numéro sûr;taal/langue;begeleid sinds/suivi depuis;synthetisch/synthétique",
        "sample_care_be",
    ),
)


def holding(file: str) -> Holding:
    """Return the row of the table for a file."""
    return next(one for one in HOLDINGS if one.file == file)
