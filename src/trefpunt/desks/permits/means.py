"""What this desk stands on, handed in whole by `node`."""

from dataclasses import dataclass

from trefpunt import casework, hits


@dataclass(frozen=True, slots=True)
class Means:
    """Everything that a verb of this desk uses: asking hit or no hit, and requests for content."""

    hits: hits.Means
    work: casework.Means
