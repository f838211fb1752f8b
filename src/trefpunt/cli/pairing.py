"""`trefpunt invite`, `accept`: two nodes meet by one line that is good once."""

from datetime import timedelta
from typing import Annotated

import typer

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.moving import working
from trefpunt.cli.named import officer_of, purpose_of, unknown_word
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner
from trefpunt.errors import InputError, PeerUnreachable
from trefpunt.exchange import Peer
from trefpunt.exchange.invitation import Terms, parse_invitation
from trefpunt.model import Budget, KeyType, Purpose
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.words.codes import PURPOSES

_SLOTS_A_DAY, _MOST_SLOTS = 5_000, 10_000_000
_MOST_DAYS = 3_650


def invite(
    officer: OfficerOption,
    text: Annotated[
        list[str] | None,
        typer.Option(help="Treaty text relied on; may be given again; all that are law if none is named."),
    ] = None,
    purpose: Annotated[
        list[str] | None, typer.Option(help="Purpose agreed; may be given again; all if none is named.")
    ] = None,
    slots: Annotated[
        int, typer.Option(help="Slots of each key type a day.", min=1, max=_MOST_SLOTS)
    ] = _SLOTS_A_DAY,
    days: Annotated[int, typer.Option(help="How long it is valid, from today.", min=1, max=_MOST_DAYS)] = 365,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Invite a partner: prints one line that is good once, for an hour. Give it to the partner's officer."""
    with plain_errors(home):
        purposes = tuple(purpose_of(name) for name in purpose or [])
        node = open_node(home, passphrase_file)
        banner(node)
        terms = _terms(node, text or [], purposes, slots=slots, days=days)
        invitation = node.exchange.invite(terms, officer=officer_of(node, officer).id)
        say = node.speech.say
        line(out, say("Give this line to the partner's officer; it is a secret until it has been used:"))
        out.print(f"\n{invitation.line}\n", markup=False)
        if invitation.expires_at is not None:
            line(out, say("It ends at {moment}.", moment=invitation.expires_at))
        line(out, say("Relied on: {texts}.", texts=", ".join(sorted(terms.texts))))
        line(out, say("Once it is accepted, another officer of this node signs:"))
        line(out, "  trefpunt confirm PARTNER --officer …")
        node.close()


def accept(
    invitation: Annotated[
        str, typer.Argument(metavar="LINE", help="The line that the partner's officer gave you, in quotes.")
    ],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Answer an invitation. Another officer of this node then confirms it."""
    with plain_errors(home):
        invited = parse_invitation(invitation)
        node = open_node(home, passphrase_file)
        banner(node)
        who = officer_of(node, officer)
        if invited.fingerprint == node.exchange.means.identity.certificate.fingerprint:
            raise InputError(
                "this invitation is {node}'s own",
                hint="the partner accepts it, at the partner's node",
                node=node.me.id,
            )
        try:
            with working(node.speech.say("knocking at {url}", url=invited.url)):
                peer = node.exchange.accept(invitation, officer=who.id)
        except PeerUnreachable as error:
            # Nothing was sent yet, so nothing is tried again by itself.
            raise PeerUnreachable(
                "nobody answers at {url}",
                hint="nothing was agreed; is the partner's node running, and may this one reach it?",
                url=invited.url,
            ) from error
        print_terms(node, peer)
        line(out, node.speech.say("Now another officer of this node signs:"))
        line(out, f"  trefpunt confirm {peer.id} --officer …")
        node.close()


def print_terms(node: Node, peer: Peer) -> None:
    """Show what is agreed with whom, and what to compare with the partner by another way."""
    agreed, say = peer.agreement, node.speech.say
    out.print(f"[bold]{peer.id}[/] ({peer.authority.name}) {peer.url}", highlight=False)
    line(out, say("texts: {texts}", texts=", ".join(name for name, _ in agreed.texts)))
    purposes = ", ".join(node.speech.code(PURPOSES, purpose) for purpose in agreed.purposes)
    line(out, say("purposes: {purposes}", purposes=purposes))
    line(out, say("from {first} to {last}", first=agreed.valid_from, last=agreed.valid_to))
    line(out, say("agreement {id}", id=f"{agreed.id[:16]}…"))
    line(out, say("certificate {fingerprint}", fingerprint=peer.fingerprint))
    line(out, say("compare the certificate with your partner by telephone"))


def _terms(node: Node, texts: list[str], purposes: tuple[Purpose, ...], *, slots: int, days: int) -> Terms:
    known = dict(node.law.hashes())
    named = texts or [text.name for text in node.law.instruments if not text.is_sample]
    for name in named:
        if name not in known:
            raise unknown_word(name, list(known), no_such=Sentence("there is no such treaty text"))
    today = node.clock().date()
    return Terms(
        texts={name: known[name] for name in named},
        purposes=tuple(purpose.value for purpose in purposes or tuple(Purpose)),
        budgets=tuple(Budget(key_type.value, slots) for key_type in KeyType),
        valid_from=today,
        valid_to=today + timedelta(days=days),
    )
