"""Birth places that have a name in more than one of our languages, under one name."""

from collections.abc import Mapping
from types import MappingProxyType

from trefpunt.naming.words import words_of

_TWINS = """
brussel, bruxelles, brussels, brussel; antwerpen, anvers, antwerp; gent, gand, ghent; brugge, bruges;
leuven, louvain, lowen; mechelen, malines; kortrijk, courtrai; ieper, ypres; aalst, alost;
dendermonde, termonde; oostende, ostende, ostend; veurne, furnes; roeselare, roulers; tienen, tirlemont;
zoutleeuw, leau; halle, hal; vilvoorde, vilvorde; lier, lierre; tongeren, tongres; ronse, renaix;
geraardsbergen, grammont; oudenaarde, audenarde; menen, menin; diksmuide, dixmude; luik, liege, luttich;
namen, namur; bergen, mons; doornik, tournai; waver, wavre; nijvel, nivelles; hoei, huy;
borgworm, waremme; aarlen, arlon, arel; bastenaken, bastogne, bastnach; moeskroen, mouscron;
komen, comines; edingen, enghien; lessen, lessines; aat, ath; zinnik, soignies; eupen, neau;
malmedy, malmund; elsene, ixelles; schaarbeek, schaerbeek; ukkel, uccle; vorst, forest;
sint gillis, saint gilles; den haag, s gravenhage, la haye, the hague;
den bosch, s hertogenbosch, bois le duc; maastricht, maestricht; vlissingen, flessingue, flushing;
luxemburg, luxembourg, letzebuerg, luxemburg stad, luxembourg ville;
esch sur alzette, esch an der alzette, esch uelzecht, esch alzette; dudelange, dudelingen, diddeleng;
differdange, differdingen, deifferdeng; diekirch, dikrech; echternach, iechternach;
clervaux, clerf, klierf; vianden, veianen; wiltz, wolz; remich, reimech; grevenmacher, greiwemaacher;
parijs, paris; rijsel, lille; aken, aix la chapelle, aachen; keulen, cologne, koln;
londen, londres, london; rome, roma; trier, treves, trever
"""


def place_key(place: str) -> str:
    """Return a birth place folded to letters and digits; twin names of a town give one key."""
    folded = _folded(place)
    return _ONE_NAME.get(folded, folded)


def _read_twins(table: str) -> Mapping[str, str]:
    rows = [[_folded(name) for name in row.split(",")] for row in table.split(";")]
    return MappingProxyType({name: row[0] for row in rows for name in row})


def _folded(place: str) -> str:
    return "".join(words_of(place))


_ONE_NAME = _read_twins(_TWINS)
