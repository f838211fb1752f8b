"""`trefpunt invite`, `accept`, `confirm`, `agreements`, `revoke`: agreements between nodes, by four eyes."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, officer_of, open_node
from trefpunt.cli.say import banner
from trefpunt.errors import InputError
from trefpunt.exchange import Peer
from trefpunt.exchange.invitation import Terms
from trefpunt.model import AuthorityKind, Budget, KeyType, Purpose, Verdict
from trefpunt.node import Node, give_entry_key

_SLOTS_A_DAY = 5_000


def invite(
    officer: OfficerOption,
    text: Annotated[
        list[str] | None, typer.Option(help="Treaty text relied on; all that are law if none is named.")
    ] = None,
    purpose: Annotated[list[str] | None, typer.Option(help="Purpose agreed; all if none is named.")] = None,
    slots: Annotated[int, typer.Option(help="Slots of each key type a day.")] = _SLOTS_A_DAY,
    days: Annotated[int, typer.Option(help="How long it is valid, from today.")] = 365,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Invite a partner: prints one line that is good once, for an hour. Give it to the partner's officer."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        banner(node)
        terms = _terms(node, text or [], purpose or [], slots=slots, days=days)
        invitation = node.exchange.invite(terms, officer=officer_of(node, officer).id)
        out.print("Give this line to the partner's officer; it is a secret until it has been used:")
        out.print(f"\n{invitation.line}\n", markup=False)
        if invitation.expires_at is not None:
            out.print(
                f"It ends at {invitation.expires_at:%H:%M} UTC. Relied on: {', '.join(sorted(terms.texts))}"
            )
        out.print("Afterwards another officer of this node confirms: trefpunt confirm PARTNER --officer …")
        node.close()


def accept(
    line: Annotated[str, typer.Argument(help="The line that the partner's officer gave you.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Answer an invitation. Another officer of this node then confirms it."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        banner(node)
        peer = node.exchange.accept(line, officer=officer_of(node, officer).id)
        _print_terms(peer)
        out.print(f"Now another officer of this node confirms: trefpunt confirm {peer.id} --officer …")
        node.close()


def confirm(
    partner: Annotated[str, typer.Argument(help="Node of the partner, such as police.be.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Sign a proposed agreement, as an officer other than the one who proposed it."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        banner(node)
        peer = _newest(node, partner)
        _print_terms(peer)
        node.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer=officer_of(node, officer).id)
        _report_state(node, partner)
        node.close()


def revoke(
    partner: Annotated[str, typer.Argument(help="Node of the partner.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """End the agreement with a partner at once, in both directions. Nothing undoes it."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        peer = _newest(node, partner)
        who = officer_of(node, officer).id
        node.exchange.say(peer.agreement.id, Verdict.REVOKE, officer=who)
        _report_state(node, partner)
        node.close()


def agreements(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """List the agreements of this node and how each stands today."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        table = Table("partner", "state", "until", "texts", "agreement")
        today = node.clock().date()
        for peer in node.exchange.agreements.peers():
            texts = "\n".join(name for name, _ in peer.agreement.texts)
            state = peer.state(today).value.replace("_", " ")
            table.add_row(peer.id, state, str(peer.agreement.valid_to), texts, peer.agreement.id[:16])
        out.print(table)
        node.close()


def _terms(node: Node, texts: list[str], purposes: list[str], *, slots: int, days: int) -> Terms:
    known = dict(node.law.hashes())
    named = texts or [text.name for text in node.law.instruments if not text.is_sample]
    strange = [name for name in named if name not in known]
    if strange:
        raise InputError(f"there is no text {strange[0]!r}", hint=f"expected one of {', '.join(known)}")
    wrong = [name for name in purposes if name not in set(Purpose)]
    if wrong:
        raise InputError(f"there is no purpose {wrong[0]!r}", hint=f"expected one of {', '.join(Purpose)}")
    today = node.clock().date()
    return Terms(
        texts={name: known[name] for name in named},
        purposes=tuple(purposes or [purpose.value for purpose in Purpose]),
        budgets=tuple(Budget(key_type.value, slots) for key_type in KeyType),
        valid_from=today,
        valid_to=today + timedelta(days=days),
    )


def _newest(node: Node, partner: str) -> Peer:
    peers = node.exchange.agreements.peers(partner=partner)
    if not peers:
        raise InputError(f"there is no agreement with {partner}", hint="list them with `trefpunt agreements`")
    return peers[0]


def _print_terms(peer: Peer) -> None:
    agreed = peer.agreement
    out.print(f"[bold]{peer.id}[/] ({peer.authority.name}) at {peer.url}")
    out.print(f"  texts: {', '.join(name for name, _ in agreed.texts)}")
    out.print(f"  purposes: {', '.join(agreed.purposes)}")
    out.print(f"  from {agreed.valid_from} until {agreed.valid_to}; agreement {agreed.id[:16]}…")
    out.print(f"  certificate {peer.fingerprint}: compare it with your partner by telephone")


def _report_state(node: Node, partner: str) -> None:
    peer = _newest(node, partner)
    state = peer.state(node.clock().date())
    out.print(f"agreement with {partner}: [bold]{state.value.replace('_', ' ')}[/]")
    if peer.is_in_force(node.clock().date()) and peer.authority.kind is AuthorityKind.OVERSIGHT:
        give_entry_key(node, peer)
        out.print("  the oversight body can read this log from its mirror now")


__all__ = ["accept", "agreements", "confirm", "invite", "revoke"]
