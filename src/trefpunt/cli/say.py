"""Saying answers on the screen: banner, hit, no hit, refusal and what is lawful instead."""

from trefpunt.node import Node

from trefpunt.cli.door import out
from trefpunt.model import Answer, Hit, NoHit, Refusal, Refused


def banner(node: Node) -> None:
    """Remind of a sample node on everything it shows."""
    if node.is_sample:
        out.print(
            f"[black on yellow] {node.speech.say('SAMPLE node: invented data, texts that are not law')} [/]"
        )


def say_answer(node: Node, answer: Answer) -> None:
    """Say one answer in a few lines."""
    if isinstance(answer, Refused):
        say_refusal(node, answer.partner, answer.refusal, by=answer.by)
        return
    mark = (
        "[bold green]●[/]" if isinstance(answer, Hit) else "[bold]○[/]" if isinstance(answer, NoHit) else "…"
    )
    for line in node.speech.answer(answer):
        out.print(f"{mark} {line}", highlight=False)
        mark = " "


def say_refusal(node: Node, partner: str, refusal: Refusal, *, by: str = "") -> None:
    """Say why not, what stood in the way, and what would be lawful."""
    lines = node.speech.answer(Refused(partner=partner, by=by or node.me.id, refusal=refusal))
    mark = "[bold red]✗[/]"
    for line in lines:
        out.print(f"{mark} {line}", highlight=False)
        mark = " "
