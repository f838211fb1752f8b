"""The recipes that come with Trefpunt, by name."""

from importlib.resources import files

from trefpunt.errors import InputError
from trefpunt.intake.recipe import Recipe
from trefpunt.intake.recipe_reading import parse_recipe


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped recipes, sorted."""
    found = (entry.name for entry in files("trefpunt.intake").joinpath("recipes").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def shipped_text(name: str) -> str:
    """Return the text of a shipped recipe, to begin one's own with.

    Raises:
        InputError: none has this name.
    """
    if name not in shipped_names():
        raise InputError(
            "no recipe '{name}' is shipped", hint="there are {known}", name=name, known=tuple(shipped_names())
        )
    return files("trefpunt.intake").joinpath("recipes", f"{name}.toml").read_text(encoding="utf-8")


def shipped_recipe(name: str) -> Recipe:
    """Return a shipped recipe.

    Raises:
        InputError: none has this name.
    """
    return parse_recipe(shipped_text(name), name=f"{name}.toml")
