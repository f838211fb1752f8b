"""May I ask this? The answer of the texts, without asking: nothing is sent, recorded or charged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trefpunt.casework.may import content_of
from trefpunt.desks.permits.means import Means
from trefpunt.errors import InputError
from trefpunt.hits.checks import with_agreement
from trefpunt.hits.may import index_of
from trefpunt.model import (
    Action,
    Authority,
    AuthorityKind,
    Country,
    DataCategory,
    Fact,
    Officer,
    Purpose,
    Refusal,
    Request,
    SubjectCategory,
)
from trefpunt.treaty import Permitted, advise

_LOOKING = frozenset({Action.ASK_HIT, Action.MATCH_LIST})
_BY_FORM = ("names_one_subject", "ask_is_specific", "classification_kept", "provenance_kept")
_OF_THE_ACT = {
    Action.REFUSE_PERMIT: DataCategory.INTEGRITY_REGISTER,
    Action.INVESTIGATE_INTEGRITY: DataCategory.INTEGRITY_REGISTER,
    Action.REFER_VICTIM: DataCategory.VICTIM_FILE,
}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What an officer would like to do.

    Attributes:
        whom: id of a partner, or a kind and a country, such as `municipality.nl`, of whoever is none.
        about: what kind of data; without it what such an authority is asked for as a rule.
        stated: names of the facts that the officer could state as true.
        on: the day whose law decides; None for today.
    """

    officer: Officer
    whom: str
    action: Action
    purpose: Purpose
    capacity: SubjectCategory
    has_case: bool
    stated: tuple[str, ...] = ()
    about: DataCategory | None = None
    on: date | None = None


def may_i(inquiry: Inquiry, *, means: Means) -> Permitted | Refusal:
    """Say whether the texts would permit it, under which terms, or what is lawful instead.

    Raises:
        InputError: whom it is about is neither a partner nor a kind of authority in a country.
    """
    work = means.work
    with work.ledger.read() as tx:
        peer = work.exchange.agreements.peer(inquiry.whom, tx=tx)
    holder = _authority(inquiry.whom) if peer is None else peer.authority
    # What a question is by its form is so, whatever is stated.
    by_form: Mapping[str, Fact] = dict.fromkeys(_BY_FORM, True)
    request = Request(
        action=inquiry.action,
        officer=inquiry.officer,
        holder=holder,
        category=inquiry.about or _category(inquiry.action, holder),
        subject_category=inquiry.capacity,
        purpose=inquiry.purpose,
        on=inquiry.on or work.clock().date(),
        has_case=inquiry.has_case,
        facts={**dict.fromkeys(inquiry.stated, True), **by_form},
    )
    if peer is not None:
        request = with_agreement(request, peer, law=work.law)
    return advise(request, law=work.law)


def _category(action: Action, holder: Authority) -> DataCategory:
    if action in _OF_THE_ACT:
        return _OF_THE_ACT[action]
    return index_of(holder.kind) if action in _LOOKING else content_of(holder.kind)


def _authority(whom: str) -> Authority:
    kind, _, country = whom.rpartition(".")
    if kind not in set(AuthorityKind) or country.upper() not in set(Country):
        raise InputError(
            "whom it is about is not known here",
            hint="name a partner, or a kind and a country such as municipality.nl; kinds are {known}",
            known=tuple(AuthorityKind),
        )
    return Authority(whom, AuthorityKind(kind), Country(country.upper()))
