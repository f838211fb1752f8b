"""Foreign files become subjects on record.

A recipe says what the columns of a file mean; `load` reads, cleans and compares, then swaps the encrypted set
`subjects` and logs the act. A bad row stops nothing and never vanishes: it is in the rejects file, with what
was seen and what was expected. A file that is not what its recipe expects changes nothing at all. Loading
twice changes nothing. Every record keeps source file, row, day and handling.
Begin with `load.py`; `recipe.py` is the form of a recipe, `subjects.py` what others read, `cleaning/` the
kinds of values; `lists.py` reads a list that is asked about and not kept.
"""

from trefpunt.intake.lists import ListRow, read_list
from trefpunt.intake.load import Means, Progress, Summary, load
from trefpunt.intake.recipe import BY_ROW, Recipe
from trefpunt.intake.recipe_reading import parse_recipe, read_recipe
from trefpunt.intake.removal import remove
from trefpunt.intake.shipped import shipped_names, shipped_recipe, shipped_text
from trefpunt.intake.subjects import find, subjects
from trefpunt.intake.suggest import suggest

__all__ = [
    "BY_ROW",
    "ListRow",
    "Means",
    "Progress",
    "Recipe",
    "Summary",
    "find",
    "load",
    "parse_recipe",
    "read_list",
    "read_recipe",
    "remove",
    "shipped_names",
    "shipped_recipe",
    "shipped_text",
    "subjects",
    "suggest",
]
