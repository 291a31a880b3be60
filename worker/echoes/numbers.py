"""Figures as every language writes them: in the digits of its script, grouped its own way."""

from __future__ import annotations

import re
import unicodedata

# A month by its number is no figure: other languages name it.
_NUMBER = re.compile(r"\d+(?:[.,'’٫٬\u00a0\u202f]\d+)*(?![\d ]?[月월])")
_MANY = 20  # a list of figures proves nothing more


def find_numbers(text: str) -> frozenset[str]:
    """Return the significant digits of each number: 2.5 million, 250万 and 2,500,000 are all "25".

    Languages group digits and name powers of ten differently (lakh, 万, Milliarde); the digits
    between the first and the last that is not zero are what all of them keep.
    """
    found = (_significant(match[0]) for match in _NUMBER.finditer(text))
    return frozenset(sorted(number for number in found if number)[:_MANY])


def weigh_number(number: str) -> float:
    """Return how much a shared number says, in nats or so: "3" is everywhere, "1372" is not."""
    return (0.0, 0.6, 2.2, 3.4)[len(number)] if len(number) < 4 else 4.2


def _significant(written: str) -> str:
    digits = "".join(str(unicodedata.decimal(c)) for c in written if c.isdecimal())
    return digits.strip("0")
