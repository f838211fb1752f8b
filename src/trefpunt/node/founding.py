"""Making a node: its home, its keys, its settings. What it is then, it is for ever."""

import secrets
import shutil
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from trefpunt.crypto import Algorithm, KdfParams, SigningKey, make_box_key, make_certificate
from trefpunt.crypto.keyfile import create
from trefpunt.errors import InputError
from trefpunt.model import Clock
from trefpunt.node.opened import CLOSED, KEY_PAIRS, SECRETS, Carrier, Node, utc_now
from trefpunt.settings import FILE_NAME, check_settings

_CERTIFICATE_DAYS = 730


@dataclass(frozen=True, slots=True)
class Founding:
    """What a node is to be.

    Attributes:
        officers: service number to role; more can be added to the settings later.
        extra: further settings by section, such as {"log": {"checkpoint_every_s": 60}}.
    """

    id: str
    kind: str
    country: str
    name: str
    nature: str
    language: str = "en"
    host: str = "127.0.0.1"
    port: int = 7400
    public_url: str = ""
    officers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Mapping[str, int | str]] = field(default_factory=dict)


def check_founding(home: Path, founding: Founding) -> None:
    """Look at what a node is to be, and where, before anything is made.

    Raises:
        InputError: there is something in the folder already, or no folder can be made there.
        SettingsError: with everything that is wrong with what it is to be.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise InputError(
            f"{home} is {'not empty' if home.is_dir() else 'a file'}",
            hint="choose a new folder; no node is ever made over another",
        )
    check_settings(_as_toml(founding), path=home / FILE_NAME, closed=CLOSED)


def found(
    home: Path,
    founding: Founding,
    passphrase: str,
    *,
    carrier: Carrier,
    clock: Clock = utc_now,
    params: KdfParams | None = None,
) -> Node:
    """Make a node in an empty or new folder, and open it.

    Args:
        params: the cost of a passphrase try; only tests take less than the default.

    Raises:
        InputError: there is something in the folder already, no folder can be made there, or the
            passphrase is empty; nothing was made.
        SettingsError: with everything that is wrong with what it is to be; nothing was made.
    """
    check_founding(home, founding)
    if not passphrase:
        raise InputError("a key file needs a passphrase", hint="choose four random words or more")
    was_there = home.exists()
    try:
        _make_home(home, founding)
        _make_keys(home / "keys", founding, passphrase, now=clock(), params=params or KdfParams())
        node = Node.open(home, passphrase, carrier=carrier, clock=clock)
        if node.ledger.path is not None:
            node.ledger.path.chmod(0o600)
        return node
    except BaseException as error:
        # Half a node would stand in the way of the next try, and everything in it was made just now.
        _remove(home, is_kept=was_there)
        if isinstance(error, OSError):
            raise InputError(
                f"cannot make a node in {home}", hint=error.strerror or "choose another folder"
            ) from error
        raise


def _make_home(home: Path, founding: Founding) -> None:
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(0o700)
    (home / FILE_NAME).write_text(_as_toml(founding), encoding="utf-8")
    for folder in ("keys", "columns", "blobs", "rejects"):
        (home / folder).mkdir(mode=0o700)


def _remove(home: Path, *, is_kept: bool) -> None:
    if not home.is_dir():
        return
    if not is_kept:
        shutil.rmtree(home, ignore_errors=True)
        return
    for made in home.iterdir():
        shutil.rmtree(made, ignore_errors=True) if made.is_dir() else made.unlink(missing_ok=True)


def _make_keys(
    folder: Path, founding: Founding, passphrase: str, *, now: datetime, params: KdfParams
) -> None:
    keys = create(folder / "node.keys", passphrase, params=params)
    for name in SECRETS:
        keys.put(name, secrets.token_bytes(32))
    pairs = {name: SigningKey.generate(_algorithm(name)) for name in KEY_PAIRS}
    for name, pair in pairs.items():
        keys.put(name, pair.to_secret())
    certificate = make_certificate(founding.id, issued_at=now, valid_days=_CERTIFICATE_DAYS, key=pairs["tls"])
    keys.put("tls.certificate", b64encode(certificate.der))
    private, public = make_box_key()
    keys.put("box", private)
    keys.put("box.public", public)
    keys.put("id", founding.id.encode())
    keys.put("nature", founding.nature.encode())
    keys.save()
    create(folder / "epochs.keys", keys.secret("epochs"))


def _algorithm(name: str) -> Algorithm:
    return Algorithm.ES256 if name == "tls" else Algorithm.ED25519


def _as_toml(founding: Founding) -> str:
    node = {name: getattr(founding, name) for name in ("id", "kind", "country", "name", "nature", "language")}
    listen: dict[str, str | int] = {"host": founding.host, "port": founding.port}
    if founding.public_url:
        listen["public_url"] = founding.public_url
    sections: dict[str, Mapping[str, str | int]] = {"node": node, "listen": listen, **founding.extra}
    parts = [_section(name, values) for name, values in sections.items()]
    return "\n".join([*parts, _section("officers", founding.officers)])


def _section(name: str, values: Mapping[str, str | int]) -> str:
    lines = (
        f"{_text(key)} = {value if isinstance(value, int) else _text(value)}" for key, value in values.items()
    )
    return f"[{name}]\n" + "".join(f"{line}\n" for line in lines)


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
