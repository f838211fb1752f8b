"""The words for what persons concerned ask and are told, in English; tests hold the tables to the codes."""

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "access": "access to your data",
    "correction": "correction of your data",
    "complaint": "a complaint",
}
"""What a person asks."""

DECISIONS: Mapping[str, str] = {
    "tell": "told",
    "restrict": "restricted",
    "nothing": "nothing held",
    "corrected": "corrected",
    "not_corrected": "not corrected",
    "joined": "joined answer",
    "joined_in_part": "joined answer, some are silent",
}

RESTRICTIONS: Mapping[str, str] = {
    "obstructs_inquiry": "it would obstruct an inquiry or a procedure",
    "prejudices_offences": "it would prejudice the prevention or prosecution of offences",
    "public_security": "it would harm public security",
    "national_security": "it would harm national security",
    "rights_of_others": "it would harm the rights of others",
}
"""Why access is restricted. Source: Directive (EU) 2016/680, art. 15(1)."""

FINDINGS: Mapping[str, str] = {
    "well_founded": "Your complaint is well-founded.",
    "unfounded": "Your complaint is unfounded.",
    "verified": "What you complain of has been verified.",
}
"""What came of a complaint."""

ACTS: Mapping[str, str] = {
    "recorded": "data about you are on record",
    "asked": "a question about you was asked, hit or no hit",
    "requested": "information about you was requested elsewhere",
    "requested_here": "information about you was requested here",
    "received": "information about you was received",
    "provided": "information about you was provided",
    "corrected": "data about you were corrected",
    "not_corrected": "data about you were looked at and not corrected",
}
"""What was done with a person's data."""
