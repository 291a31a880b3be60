"""What people say about a feed, checked: a wrong code is refused, an absent one stays absent."""

from __future__ import annotations

from worker.errors import WrongUse


def checked_language(given: str | None) -> str | None:
    """Return the language's code.

    Raises:
        WrongUse: it is none.
    """
    from worker.cli.texts import language_of  # noqa: PLC0415

    return language_of(given, "") if given else None


def checked_country(given: str | None) -> str | None:
    """Return the country's code in capitals.

    Raises:
        WrongUse: it is none.
    """
    if not given:
        return None
    if not (len(given) == 2 and given.isascii() and given.isalpha()):
        raise WrongUse(f"{given!r} is no country code: write it as GB or DE")
    return given.upper()
