"""Words around a family name that no key needs, and words that join two family names."""

PARTICLES = frozenset(
    # Dutch and Frisian, with the short forms of registers
    "van vande vanden vander vd vdr vdn v d de den der des het t te ten ter op in aan bij onder over uit"
    " uijt voor tot s 's "
    # French and Luxembourgish
    " du la le les l en dit "
    # German
    " von vom zu zum zur und am im auf dem "
    # Italian, Spanish, Portuguese
    " di da dal dalla dei del della delle degli do dos das el los las y e o "
    # Arabic, Hebrew, Turkish, Celtic, Scandinavian
    " al ar as at ben bin ibn bint ait abou abu bou mac mc af av".split()
)
"""Folded words that stand around a family name. A name of nothing else, as `De Le`, stays whole."""

MARRIAGE_WORDS = frozenset(
    "epouse epouze ep epse conjointe veuve vve veuf nee ne ev e/v echtgenote echtgenoot weduwe wed wwe geb geboren"
    " geborene gescheiden verheiratet verh witwe verw partner".split()
)
"""Folded words between a person's own family name and that of a partner."""
