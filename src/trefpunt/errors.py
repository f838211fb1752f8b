"""The exceptions of Trefpunt, as one tree.

"No" is an ordinary answer and never an exception: see `model.answer.Refusal`. What stands here should not
happen. Each error carries a `code` that travels over the wire and a `hint` that says what to do next.
Message and hint are templates and their facts are named, so that a door can say both in its language
(`words.Speech.error`); no fact is ever a personal value, only the reference of a record.

    TrefpuntError
    ├── SettingsError         the node does not start; every wrong setting is named at once
    ├── InputError            a file, a recipe or a typed value cannot be read
    ├── CryptoError
    │   ├── WrongPassphrase   the key file stays shut
    │   ├── BadSignature      bytes that their claimed signer did not sign
    │   └── BadProof          an evaluation, an inclusion or a consistency that does not verify
    ├── StoreError
    │   ├── StoreFull         nothing was written; make room and try again
    │   └── NotStored         a record that was asked for is not there
    ├── LogUnwritable         the log cannot be written, so nothing happens
    ├── PolicyError           a treaty text that does not load; no decision is taken under it
    └── ExchangeError
        ├── PeerUnreachable   the letter stays in the outbox
        ├── UnknownPeer       no agreement names this key
        ├── LetterRejected    a letter that breaks the protocol; it carries the HTTP status
        └── AgreementLapsed   revoked, expired or not yet valid
"""

import errno
from collections.abc import Mapping
from typing import Self

from trefpunt.sentence import Sentence

_CAUSES: Mapping[int | None, str] = {
    errno.EACCES: "Permission denied",
    errno.EADDRINUSE: "Address already in use",
    errno.EADDRNOTAVAIL: "Cannot assign requested address",
    errno.EDQUOT: "Disk quota exceeded",
    errno.EEXIST: "File exists",
    errno.EFBIG: "File too large",
    errno.EIO: "Input/output error",
    errno.EISDIR: "Is a directory",
    errno.EMFILE: "Too many open files",
    errno.ENAMETOOLONG: "File name too long",
    errno.ENOENT: "No such file or directory",
    errno.ENOSPC: "No space left on device",
    errno.ENOTDIR: "Not a directory",
    errno.EPERM: "Operation not permitted",
    errno.EROFS: "Read-only file system",
}
"""What the system says most often, so that it has words in every language."""


class TrefpuntError(Exception):
    """Something that should not happen; `code` travels over the wire, `hint` says what to do next.

    Attributes:
        said: the message and its facts, for a door to say in its language.
        advice: the same for the hint; an empty sentence where there is none.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "", **facts: object) -> None:
        """Take two templates, such as "cannot read {file}", and the facts for their places by name."""
        self.said, self.advice = Sentence(message, **facts), Sentence(hint, **facts)
        super().__init__(self.message)

    @classmethod
    def saying(cls, error: "TrefpuntError") -> Self:
        """Return an error of this class that says what another one said."""
        return cls(error.said.template, hint=error.advice.template, **error.said.facts)

    @property
    def facts(self) -> dict[str, object]:
        """What fills the places of message and hint."""
        return dict(self.said.facts)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.said)

    @property
    def hint(self) -> str:
        """What to do next, in English; nothing where there is nothing to do."""
        return str(self.advice)

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class SettingsError(TrefpuntError):
    """The settings hold one or more faults; `faults` has a sentence for each."""

    code = "settings"

    def __init__(
        self, message: str, *, faults: tuple[Sentence, ...] = (), hint: str = "", **facts: object
    ) -> None:
        super().__init__(message, hint=hint, **facts)
        self.faults = faults


class InputError(TrefpuntError):
    """A file, a recipe or a typed value cannot be read."""

    code = "input"


class CryptoError(TrefpuntError):
    """A cryptographic step failed."""

    code = "crypto"


class WrongPassphrase(CryptoError):
    """The passphrase does not open the key file."""

    code = "wrong_passphrase"


class BadSignature(CryptoError):
    """These bytes were not signed by the key they name."""

    code = "bad_signature"


class BadProof(CryptoError):
    """A proof does not verify."""

    code = "bad_proof"


class StoreError(TrefpuntError):
    """The ledger or the columns could not do what was asked."""

    code = "store"


class StoreFull(StoreError):
    """The disk is full: nothing was written."""

    code = "store_full"


class NotStored(StoreError):
    """A record that was asked for is not there."""

    code = "not_stored"


class LogUnwritable(TrefpuntError):
    """The log cannot be written, so nothing happens."""

    code = "log_unwritable"


class PolicyError(TrefpuntError):
    """A treaty text does not load; no decision is taken under it."""

    code = "policy"


class ExchangeError(TrefpuntError):
    """Two nodes could not do business."""

    code = "exchange"


class PeerUnreachable(ExchangeError):
    """The partner's node does not answer; the letter stays in the outbox."""

    code = "peer_unreachable"


class UnknownPeer(ExchangeError):
    """No agreement names this key."""

    code = "unknown_peer"


class LetterRejected(ExchangeError):
    """A letter breaks the protocol; `status` is the HTTP status it is answered with."""

    code = "letter_rejected"

    def __init__(self, message: str, *, status: int, code: str, hint: str = "", **facts: object) -> None:
        super().__init__(message, hint=hint, **facts)
        self.status = status
        self.code = code


class AgreementLapsed(ExchangeError):
    """The agreement is revoked, has expired or is not yet valid."""

    code = "agreement_lapsed"


def cause_of(error: OSError) -> Sentence:
    """Return why the system would not: by its number, since its own words are in one language only."""
    if error.errno in _CAUSES:
        return Sentence(_CAUSES[error.errno])
    return Sentence("the system says: {words}", words=error.strerror or type(error).__name__)
