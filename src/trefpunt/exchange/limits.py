"""Every limit of the exchange, by name; a node may set them, partners are bound by the wire format alone."""

from dataclasses import dataclass

_HOUR_S = 3600
_DAY_S = 24 * _HOUR_S


@dataclass(frozen=True, slots=True)
class Limits:
    """How large, how long, how often.

    Attributes:
        letter_bytes: a longer token is refused before it is parsed.
        inline_body_bytes: a longer body travels as a blob.
        size_class_bytes: tokens are padded so that their length falls in classes of this.
        lives_s: how long a letter lives when its sender does not say.
        lives_at_most_s: no letter may live longer.
        clock_ahead_s: how far in the future a letter may have been issued.
        memory_s: how long ids are remembered after a letter's time is over.
        first_backoff_s: upper edge of the first random pause between tries; it doubles.
        stored_pause_s: how long to wait for the end of a letter that the partner has stored.
        lease_s: how long a claimed letter is nobody else's, beyond the time its answer is waited for.
        parked_a_conversation: letters of one conversation that may be parked or stored at once.
        parked_a_partner: the same for all of a partner.
        held_bytes_a_partner: room that the attachments of one partner's letters may take here.
        blob_part_bytes: how much of a blob is asked for at once.
        ahead: letters of a conversation that are sent before its first unfinished one has its receipt.
        deliveries_at_once: conversations of one partner that are sent in parallel.
        letters_a_round: letters of one partner that one call of `deliver_due` and its like looks at.
        lanes: partners that are dealt with at once.
        round_s: how long a round waits for slow partners; what is not done then goes on beside the next.
        round_wait_s: how long a letter of a round waits to hear how it ended.
        workers, workers_a_partner: handlers that run at once, in all and for one partner.
        connect_s, answer_s: waiting for a connection, and for the next bytes of an answer beyond `wait_s`.
        request_s: how long a whole request may take beyond `wait_s`, however slowly the partner speaks.
    """

    letter_bytes: int = 1024 * 1024
    inline_body_bytes: int = 256 * 1024
    size_class_bytes: int = 1024
    blobs_a_letter: int = 32
    lives_s: int = 72 * _HOUR_S
    lives_at_most_s: int = 7 * _DAY_S
    clock_ahead_s: int = 300
    memory_s: int = 30 * _DAY_S
    first_backoff_s: float = 1.0
    longest_backoff_s: float = 900.0
    stored_pause_s: float = 30.0
    lease_s: float = 60.0
    parked_a_conversation: int = 256
    parked_a_partner: int = 4096
    held_bytes_a_partner: int = 2 * 1024**3
    blob_part_bytes: int = 4 * 1024 * 1024
    blob_part_bytes_at_most: int = 8 * 1024 * 1024
    ahead: int = 8
    deliveries_at_once: int = 8
    letters_a_round: int = 512
    lanes: int = 64
    round_s: float = 20.0
    round_wait_s: float = 5.0
    workers: int = 16
    workers_a_partner: int = 8
    state_rows: int = 1000
    pairing_bytes: int = 64 * 1024
    invitation_lives_s: int = _HOUR_S
    invitation_tries: int = 3
    connect_s: float = 5.0
    answer_s: float = 15.0
    request_s: float = 60.0
