"""The one letter to a person concerned, in the person's language.

It is made of what was told and nothing else: a node that holds nothing and one that restricts leave the same
letter, byte for byte. Source: Directive (EU) 2016/680, arts 13(2), 15(3), 17(3).
"""

from trefpunt.casework import JointAnswer
from trefpunt.model import ConcernedKind, Processing
from trefpunt.words import Speech
from trefpunt.words import concerned as words


def letter_text(joint: JointAnswer, speech: Speech, *, body: str) -> str:
    """Return the letter as text.

    Args:
        body: the name of the oversight body that writes.
    """
    say, made = speech.say, joint.request
    parts = [
        [body, say("Reference: {reference}", reference=made.id)],
        [
            say(
                "You asked on {day}: {what}.",
                day=made.received_at.date(),
                what=speech.code(words.KINDS, made.kind.value),
            ),
            say("The oversight bodies answer you jointly, each for the authorities it oversees."),
        ],
    ]
    if joint.told:
        parts.append([say("What may be told to you:"), *(told_line(one, speech) for one in joint.told)])
    if joint.finding is not None and made.kind is ConcernedKind.COMPLAINT:
        parts.append([speech.code(words.FINDINGS, joint.finding.value)])
    if joint.missing:
        named = ", ".join(joint.missing)
        parts.append(
            [say("The time of the law is over, and these have not answered: {bodies}.", bodies=named)]
        )
    rest = say("Whether anything else is held about you can be neither confirmed nor denied.")
    done = say(
        "All others have made the necessary verifications, or a review."
        if joint.missing
        else "All necessary verifications, or a review, have taken place."
    )
    parts.append([done, rest])
    parts.append(
        [
            say("You may lodge a complaint with us, or with the oversight body where you live."),
            say("You have the right to a judicial remedy: you may go to court."),
        ]
    )
    due, on = made.due_at.date(), joint.composed_at.date()
    parts.append([say("The time of the law ran until {due}; this letter is of {day}.", due=due, day=on)])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def told_line(one: Processing, speech: Speech) -> str:
    """Return one act in a line."""
    said = [speech.code(words.ACTS, one.act.value), speech.cited(one.article) if one.article else ""]
    with_whom = speech.say("with {partner}", partner=one.partner) if one.partner else ""
    told = ", ".join(part for part in (*said, with_whom, one.month) if part)
    return f"- {one.holder}: {told}"
