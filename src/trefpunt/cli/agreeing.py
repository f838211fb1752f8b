"""`trefpunt confirm`, `revoke`, `agreements`: agreements signed by a second officer, ended, listed."""

import sys
import time
from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table

from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.moving import working
from trefpunt.cli.named import officer_of, partners_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.pairing import print_terms
from trefpunt.cli.paper import JsonOption, as_json, line, table
from trefpunt.cli.say import banner
from trefpunt.errors import InputError
from trefpunt.exchange import Peer
from trefpunt.exchange.wire import oldest_id
from trefpunt.model import AgreementState, LetterKind, OutboxState, Verdict
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import exchange_outbox
from trefpunt.words.codes import AGREEMENT_STATES

_PAUSE_S = 0.5
_ENDED = frozenset({AgreementState.REVOKED, AgreementState.REJECTED, AgreementState.EXPIRED})
_RECENT = 10_000


def confirm(
    partner: Annotated[str, typer.Argument(help="Node of the partner, such as police.be.")],
    officer: OfficerOption,
    wait: Annotated[int, typer.Option(help="Seconds to wait until the partner has heard.", min=0)] = 20,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Sign a proposed agreement, as an officer other than the one who proposed it."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        banner(node)
        who, (name,) = officer_of(node, officer), partners_of(node, [partner])
        peer = _to_sign(node, name)
        print_terms(node, peer)
        if _has_signed(node, peer):
            line(out, node.speech.say("this node had signed it already"))
        else:
            node.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer=who.id)
        _say_heard(node, peer, wait_s=wait)
        _say_state(node, peer)
        node.close()


def revoke(
    partner: Annotated[str, typer.Argument(help="Node of the partner.")],
    officer: OfficerOption,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again; for scripts.")] = False,
    wait: Annotated[int, typer.Option(help="Seconds to wait until the partner has heard.", min=0)] = 20,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """End every agreement with a partner at once, in both directions. Nothing undoes it."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who, (name,) = officer_of(node, officer), partners_of(node, [partner])
        today = node.clock().date()
        living = [
            peer for peer in node.exchange.agreements.peers(partner=name) if peer.state(today) not in _ENDED
        ]
        if not living:
            raise InputError(
                "every agreement with {partner} has ended already",
                hint="`trefpunt agreements` lists them",
                partner=name,
            )
        if not yes:
            _ask_again(node, name, len(living))
        for peer in living:
            node.exchange.say(peer.agreement.id, Verdict.REVOKE, officer=who.id)
            line(out, node.speech.say("agreement {id} is revoked", id=f"{peer.agreement.id[:16]}…"))
        _say_heard(node, living[-1], wait_s=wait)
        node.close()


def agreements(
    json_: JsonOption = False, home: HomeOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """List the agreements of this node and how each stands today."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        today, peers = node.clock().date(), node.exchange.agreements.peers()
        node.close()
        if json_:
            as_json(out, {"agreements": [_as_json(peer, peer.state(today)) for peer in peers]})
            return
        say = node.speech.say
        if not peers:
            line(out, say("no agreements yet: make one with `trefpunt invite` or `trefpunt accept`"))
            return
        shown = Table(say("partner"), say("state"), say("until"), say("texts"), say("agreement"))
        for peer in peers:
            texts = "\n".join(name for name, _ in peer.agreement.texts)
            state = say(AGREEMENT_STATES[peer.state(today)])
            shown.add_row(peer.id, state, str(peer.agreement.valid_to), texts, peer.agreement.id[:8])
        table(out, shown)


def _to_sign(node: Node, partner: str) -> Peer:
    """Return the newest agreement that waits for a signature, else the newest of all."""
    today, peers = node.clock().date(), node.exchange.agreements.peers(partner=partner)
    waiting = [peer for peer in peers if peer.state(today) is AgreementState.PROPOSED]
    if waiting:
        return waiting[0]
    if peers[0].state(today) in _ENDED:
        raise InputError(
            "no agreement with {partner} waits for a signature: the newest is {state}",
            hint="make a new one with `trefpunt invite`",
            partner=partner,
            state=Sentence(AGREEMENT_STATES[peers[0].state(today)]),
        )
    return peers[0]


def _has_signed(node: Node, peer: Peer) -> bool:
    return (node.me.id, Verdict.ACCEPT) in peer.verdicts


def _say_heard(node: Node, peer: Peer, *, wait_s: int) -> None:
    """Wait until the partner has our word, and say whether it has: an officer must not be left unsure."""
    ends = time.monotonic() + wait_s
    with working(node.speech.say("waiting until {partner} has heard", partner=peer.id)):
        while not (heard := _has_heard(node, peer)) and time.monotonic() < ends:
            time.sleep(_PAUSE_S)
            node.exchange.deliver_due(node.clock())
    if heard:
        line(out, node.speech.say("{partner} has heard it", partner=peer.id), mark="[green]✓[/]")
        return
    line(out, node.speech.say("{partner} has not heard it yet", partner=peer.id), mark="[yellow]![/]")
    line(out, node.speech.say("the letter waits; `trefpunt serve` brings it as soon as the partner answers"))


def _has_heard(node: Node, peer: Peer) -> bool:
    mine = [said for said in node.exchange.agreements.signatures(peer.agreement.id) if said.by == node.me.id]
    if not mine:
        return False
    after = oldest_id(min(said.signed_at for said in mine) - timedelta(seconds=1))
    with node.ledger.read() as tx:
        letters = exchange_outbox.of_partner(tx, peer.id, after=after, limit=_RECENT)
    verdicts = [sent for sent in letters if sent.kind == LetterKind.AGREEMENT.value]
    # A letter that was forgotten after its time was either heard long ago or told to a person.
    return all(sent.state is OutboxState.APPLIED for sent in verdicts)


def _say_state(node: Node, peer: Peer) -> None:
    today, say = node.clock().date(), node.speech.say
    now = node.exchange.agreements.under(peer.agreement.id) or peer
    state = now.state(today)
    if state is AgreementState.IN_FORCE:
        line(out, say("the agreement with {partner} is in force", partner=peer.id), mark="[green]✓[/]")
    elif state is AgreementState.PROPOSED:
        line(out, say("signed here; now a second officer of {partner} signs there", partner=peer.id))
    else:
        told = say("agreement with {partner}: {state}", partner=peer.id, state=say(AGREEMENT_STATES[state]))
        line(out, told, mark="[yellow]![/]")
        if state in _ENDED:
            raise typer.Exit(REFUSED)


def _ask_again(node: Node, partner: str, count: int) -> None:
    if not sys.stdin.isatty():
        raise InputError(
            "{count} agreement(s) with {partner} would end, and nobody is there to ask",
            hint="add --yes",
            count=count,
            partner=partner,
        )
    sure = node.speech.say("End {count} agreement(s) with {partner}, for ever?", count=count, partner=partner)
    if not typer.confirm(sure, err=True):
        raise typer.Exit(REFUSED)


def _as_json(peer: Peer, state: AgreementState) -> dict[str, object]:
    agreed = peer.agreement
    return {
        "partner": peer.id,
        "kind": peer.authority.kind.value,
        "country": peer.authority.country.value,
        "url": peer.url,
        "state": state.value,
        "valid_from": agreed.valid_from.isoformat(),
        "valid_to": agreed.valid_to.isoformat(),
        "texts": [name for name, _ in agreed.texts],
        "purposes": list(agreed.purposes),
        "agreement": agreed.id,
        "certificate": peer.fingerprint,
        "signing_key": next(iter(peer.trusted)),
        "is_sample": agreed.is_sample,
    }
