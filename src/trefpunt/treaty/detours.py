"""What would be lawful instead: the smallest changes that somebody could truthfully make.

Looked for over a declared list of routes, with at most two changes, and never by another purpose or another
description of the subject: a search that proposed those would teach people to lie.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from trefpunt.model import (
    Action,
    Authority,
    AuthorityKind,
    Country,
    DataCategory,
    Detour,
    Officer,
    Refusal,
    Request,
    Role,
)
from trefpunt.treaty.codes import DetourCode, RefusalCode
from trefpunt.treaty.decide import Permitted, decide, is_permitted
from trefpunt.treaty.facts import FACTS, Change
from trefpunt.treaty.law import Law

MAX_CHANGES = 2
_NO_WAY_ROUND = frozenset(
    {
        RefusalCode.OUTSIDE_SCHEMA,
        RefusalCode.UNKNOWN_FACT,
        RefusalCode.WRONG_FACT_TYPE,
        RefusalCode.ENGINE_ERROR,
    }
)
_CONTENT_OF = {
    DataCategory.POLICE_INDEX: DataCategory.POLICE_INFORMATION,
    DataCategory.TAX_INDEX: DataCategory.VAT_INFORMATION,
    DataCategory.MUNICIPAL_INDEX: DataCategory.MUNICIPAL_SIGNAL,
}
_LOOKING = frozenset({Action.ASK_HIT, Action.MATCH_LIST, Action.CONSULT_DIRECTLY})


@dataclass(frozen=True, slots=True)
class Route:
    """Another way to the same end; `take` returns the changed request, or None where it leads nowhere."""

    code: DetourCode
    take: Callable[[Request], Request | None]


def advise(request: Request, *, law: Law) -> Permitted | Refusal:
    """Answer "may I do this?" in full: a yes with its terms, or a no with its lawful detours.

    Deterministic; at most some hundreds of decisions, so well under a second.
    """
    answer = decide(request, law=law)
    if isinstance(answer, Permitted) or answer.code in _NO_WAY_ROUND:
        return answer
    return replace(answer, detours=find_detours(request, law=law))


def find_detours(request: Request, *, law: Law) -> tuple[Detour, ...]:
    """Return the lawful ways from a refused request, the open ones first, then by fewest changes."""
    found: list[Detour] = []
    for route in ROUTES:
        found += [detour for detour in _along(route, request, law) if not _adds_nothing(detour, found)]
    return tuple(sorted(found, key=lambda detour: (not detour.is_open, len(detour.changes))))


def _adds_nothing(detour: Detour, found: list[Detour]) -> bool:
    """Tell whether the same act is known to be open already with no more changes."""
    return any(other.action == detour.action and set(other.changes) <= set(detour.changes) for other in found)


def _along(route: Route, request: Request, law: Law) -> Iterator[Detour]:
    turned = route.take(request)
    if turned is None:
        return
    is_same_act = turned == request
    form, arrange = _changeable(turned, law)
    most = MAX_CHANGES if is_same_act else MAX_CHANGES - 1
    stated = _state(turned, form)
    for size in range(most + 1):
        ways = [way for way in combinations(arrange, size) if is_permitted(_state(stated, way), law=law)]
        if ways:
            detours = (_detour(route, turned, way, law) for way in ways)
            yield from (detour for detour in detours if detour is not None)
            return


def _detour(route: Route, turned: Request, arranged: tuple[str, ...], law: Law) -> Detour | None:
    form, _ = _changeable(turned, law)
    needed = _needed(_state(turned, arranged), form, law)
    answer = decide(_state(turned, (*arranged, *needed)), law=law)
    if isinstance(answer, Refusal):
        return None
    code = DetourCode.ARRANGE_FIRST if arranged and route.code is DetourCode.STATE_IN_FORM else route.code
    return Detour(
        code=code,
        action=turned.action,
        articles=answer.articles,
        changes=tuple((name, "true") for name in (*arranged, *needed)),
        channel=answer.channel,
        deadline=answer.deadline,
        is_open=not arranged,
    )


def _needed(request: Request, form: tuple[str, ...], law: Law) -> tuple[str, ...]:
    """Return the statements that the way cannot do without, dropping one after the other."""
    kept = list(form)
    for name in form:
        without = [other for other in kept if other != name]
        if is_permitted(_state(request, tuple(without)), law=law):
            kept = without
    return tuple(kept)


def _changeable(request: Request, law: Law) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the facts, not yet true, that the rules in question ask for: by form, and by others."""
    partition = law.partition(request)
    if partition is None:
        return (), ()
    asked = {name for rule in partition.rules.values() for part in rule.clauses for name in part.facts}
    open_facts = [
        name
        for name, rule in FACTS.items()
        if name in asked and rule.kind is bool and request.facts.get(name) is not True
    ]
    form = [name for name in open_facts if FACTS[name].change is Change.FORM]
    if "has_case" in asked and not request.has_case:
        form.insert(0, "has_case")
    return tuple(form), tuple(name for name in open_facts if FACTS[name].change is Change.ARRANGE)


def _state(request: Request, names: tuple[str, ...]) -> Request:
    facts = {**request.facts, **{name: True for name in names if name != "has_case"}}
    return replace(request, has_case=request.has_case or "has_case" in names, facts=facts)


def _same(request: Request) -> Request:
    return request


def _request_content(request: Request) -> Request | None:
    if request.action not in _LOOKING or request.category not in _CONTENT_OF:
        return None
    return replace(request, action=Action.REQUEST_CONTENT, category=_CONTENT_OF[request.category])


def _one_by_one(request: Request) -> Request | None:
    return replace(request, action=Action.ASK_HIT) if request.action is Action.MATCH_LIST else None


def _by_role(request: Request, kind: AuthorityKind, role: Role) -> Request | None:
    officer = request.officer
    if officer.authority.kind is not kind or officer.role is role:
        return None
    return replace(request, officer=replace(officer, role=role))


def _contact_point(request: Request) -> Request | None:
    return _by_role(request, AuthorityKind.POLICE, Role.CONTACT_POINT)


def _eurofisc(request: Request) -> Request | None:
    return _by_role(request, AuthorityKind.TAX, Role.EUROFISC_LIAISON)


def _own_police(request: Request) -> Request | None:
    own = request.officer.authority
    is_wrong_door = own.kind is AuthorityKind.MUNICIPALITY and request.holder.kind is AuthorityKind.POLICE
    if not is_wrong_door or own.country is request.holder.country:
        return None
    return replace(
        request,
        action=Action.REQUEST_CONTENT,
        category=DataCategory.POLICE_INFORMATION,
        officer=Officer("", Role.CONTACT_POINT, _police_of(own.country)),
    )


def _register(request: Request) -> Request | None:
    if request.action is not Action.REFUSE_PERMIT:
        return None
    return replace(request, action=Action.ASK_HIT, category=DataCategory.INTEGRITY_REGISTER)


def _police_of(country: Country) -> Authority:
    return Authority(f"police.{country.lower()}", AuthorityKind.POLICE, country)


ROUTES = (
    Route(DetourCode.STATE_IN_FORM, _same),
    Route(DetourCode.THROUGH_CONTACT_POINT, _contact_point),
    Route(DetourCode.THROUGH_EUROFISC_OFFICIAL, _eurofisc),
    Route(DetourCode.REQUEST_CONTENT, _request_content),
    Route(DetourCode.ASK_ONE_BY_ONE, _one_by_one),
    Route(DetourCode.THROUGH_OWN_POLICE, _own_police),
    Route(DetourCode.CHECK_REGISTER, _register),
)
"""Every way round that is ever proposed; none touches the purpose or the subject."""
