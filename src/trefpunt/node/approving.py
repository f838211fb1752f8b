"""The texts that lawyers have signed for this node: what a live node may permit under."""

import json
from collections.abc import Mapping
from pathlib import Path

from trefpunt.crypto import VerifyKey
from trefpunt.errors import SettingsError
from trefpunt.model import Country
from trefpunt.treaty.approvals import approved_hashes

LAWYERS_FILE = "lawyers.json"
APPROVALS_FOLDER = "approvals"


def approvals_in(home: Path) -> frozenset[tuple[str, str]]:
    """Return (hash, country) of every text that a lawyer whom this node knows has signed.

    `lawyers.json` names them: {"BE": [{"name": "…", "key": {JWK}}]}; their tokens are `approvals/*.jws`. A
    token that does not hold approves nothing; without lawyers nothing is approved.

    Raises:
        SettingsError: the list of lawyers cannot be read.
    """
    folder = home / APPROVALS_FOLDER
    tokens = [path.read_text(encoding="ascii").strip() for path in sorted(folder.glob("*.jws"))]
    return approved_hashes(tokens, lawyers=_lawyers(home / LAWYERS_FILE))


def _lawyers(path: Path) -> Mapping[Country, Mapping[str, VerifyKey]]:
    if not path.is_file():
        return {}
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        found = {
            Country(country): [VerifyKey.from_jwk(person["key"]) for person in people]
            for country, people in listed.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            "the lawyers in {path} cannot be read",
            hint='expected {"BE": [{"name": "…", "key": {a public JWK}}], …}',
            path=path,
        ) from error
    return {country: {key.thumbprint: key for key in keys} for country, keys in found.items()}
