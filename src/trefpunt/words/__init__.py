"""Terms and phrases: the only room that turns codes into sentences.

`Speech` is handed to the doors, one for each language; rooms below return codes, values and `Sentence`s, and
raise errors whose message is a template. English stands there, in the tables of this room and in the calls of
`say`; a catalogue (`catalogues/nl/...`, `fr`, `de`) holds the same sentences in another language. Promised,
and tested: every code has its sentence, every sentence every language, and the same facts stand in each.
`terms.csv` has the words of the field with their source, and says which are the wording of an authentic text.
Begin with `speech.py`; `tools/sentences.py` finds all sentences, and says which a language lacks.
"""

from trefpunt.words.catalogue import LANGUAGES
from trefpunt.words.refusals import REFUSALS
from trefpunt.words.speech import Speech
from trefpunt.words.terms import Term, read_terms

__all__ = ["LANGUAGES", "REFUSALS", "Speech", "Term", "read_terms"]
