"""Legal forms of firms of the Benelux, Germany and France, to be left out of a name."""

from trefpunt.naming.words import words_of

# Short enough to be a word or initials inside a name: left out at either end of a name only.
_ENDS_ONLY = """
nv; sa; bv; sc; cv; va; ca; se; ag; kg; ug; eg; ev; ek; sas; sca; scs; so; st; fs; co; inc; ltd; plc; corp;
sci; scp; eurl; earl; ets; spf; ua; ba; wa; gie; esv; eesv; sce; coop; sem; obl; starter; maatschap;
association; fondation; stichting; vereniging; cooperatie; bvio; bv io; bvia; nv so; limited;
private stichting; fondation privee
"""
# Nothing else in a name looks like these: left out wherever they stand.
_ANYWHERE = """
bvba; sprl; srl; sarl; sarls; sa rl; sarl s; vof; snc; commv; comm v; scomm; s comm; commva; comm va;
ebvba; sprlu; cvba; cvoa; cvso; cvba so; scrl; scri; vzw; asbl; ivzw; aisbl; scsp; secs; senc; sicav;
sicaf; sicar; sasu; selarl; gmbh; ggmbh; kgaa; ohg; gbr; gmbh co kg; gmbh en co kg; gmbh und co kg;
ag co kg; ug haftungsbeschrankt; partg; ekfm; llc; scop; gaec; eenmanszaak; vve; bv i o;
naamloze vennootschap; societe anonyme; besloten vennootschap; societe a responsabilite limitee;
besloten vennootschap met beperkte aansprakelijkheid; societe privee a responsabilite limitee;
vennootschap onder firma; societe en nom collectif; commanditaire vennootschap;
commanditaire vennootschap op aandelen; gewone commanditaire vennootschap; societe en commandite;
societe en commandite simple; societe en commandite par actions; societe en commandite speciale;
cooperatieve vennootschap; societe cooperative; cooperatieve vennootschap met beperkte aansprakelijkheid;
societe cooperative a responsabilite limitee; vereniging zonder winstoogmerk;
association sans but lucratif; internationale vereniging zonder winstoogmerk;
association internationale sans but lucratif; stichting van openbaar nut; fondation d utilite publique;
cooperatie ua; vereniging van eigenaars; societe civile; societe civile immobiliere;
societe a responsabilite limitee simplifiee; societe par actions simplifiee; societe europeenne;
societas europaea; groupement d interet economique; europees economisch samenwerkingsverband;
economisch samenwerkingsverband; gesellschaft mit beschrankter haftung; aktiengesellschaft;
kommanditgesellschaft; offene handelsgesellschaft; eingetragener verein; eingetragene genossenschaft;
unternehmergesellschaft; gesellschaft burgerlichen rechts; entreprise individuelle
"""


def _read_forms(table: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words_of(row)) for row in table.split(";"))


FORMS_ANYWHERE = _read_forms(_ANYWHERE)
FORMS_AT_ENDS = FORMS_ANYWHERE | _read_forms(_ENDS_ONLY)
LONGEST_FORM = max(len(form) for form in FORMS_AT_ENDS)
