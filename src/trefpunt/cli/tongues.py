"""Texts that are typed with their language: `nl=Tekst`."""

from collections.abc import Sequence

from trefpunt.errors import InputError


def by_language(typed: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    """Return each text by its language.

    Raises:
        InputError: one has no language, is empty, or comes twice; no text is repeated.
    """
    texts = dict[str, str]()
    for text in typed:
        tongue, _, rest = text.partition("=")
        if tongue not in languages or not rest.strip() or tongue in texts:
            raise InputError(
                "a text has no language of its own",
                hint="write it as LANGUAGE=TEXT, each language once: {known}",
                known=tuple(languages),
            )
        texts[tongue] = rest.strip()
    return texts
