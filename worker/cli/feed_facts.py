"""What people say about a feed, checked: a wrong code or number is refused, what is absent stays absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.errors import WrongUse

if TYPE_CHECKING:
    from worker.store.engine import Store
    from worker.store.rows import FeedLine


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


def known_feed(store: Store, which: str) -> FeedLine:
    """Return the feed of an address or number.

    Raises:
        WrongUse: there is none.
    """
    from worker.store.feeds import find_feed  # noqa: PLC0415

    feed = find_feed(store, which)
    if feed is None:
        raise WrongUse(f"no feed {which!r}; `communique feeds list` shows them")
    return feed
