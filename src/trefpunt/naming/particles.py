"""Words around a family name that no key needs, and words that join two family names."""

_DUTCH = """
van vande vanden vander vd vdr vdn v d de den der des het t te ten ter op in aan bij onder over uit uijt
voor tot s
"""
_FRENCH = "du la le les l en dit"
_GERMAN = "von vom zu zum zur und am im auf dem"
_SOUTHERN = "di da dal dalla dei del della delle degli do dos das el los las y e o"
_OTHERS = "al ar as at ben bin ibn bint ait abou abu bou mac mc af av"
_MARRIAGE = """
epouse epouze ep epse conjointe veuve vve veuf nee ne ev echtgenote echtgenoot weduwe wed wwe geb geboren
geborene verheiratet verh witwe verw
"""
# Belgian registers write the family name first; these never begin a given name, as Ben, Al and Mac do.
_LEADING = "van vande vanden vander de den der du von ten ter le el"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words(f"{_DUTCH} {_FRENCH} {_GERMAN} {_SOUTHERN} {_OTHERS}")
"""Folded words that stand around a family name. A name of nothing else, as `De Le`, stays whole."""

LEADING_PARTICLES = _words(_LEADING)
"""Folded words that, in front of a whole name, show that the family name comes first."""

MARRIAGE_WORDS = _words(_MARRIAGE)
"""Folded words between a person's own family name and that of a partner."""
