"""The words an entry can end with that the steps choose; rooms bring further ones in ``GiveUp``."""

from __future__ import annotations

STORED = "stored"  # at least one statement
NO_STATEMENTS = "no-statements"
NO_PACK = "no-pack"  # nothing to read the article's language with, yet
NO_ADDRESS = "no-address"
DUPLICATE = "duplicate"  # another entry leads to the same page, or brought the same text
ROBOTS = "robots"
TOO_OLD = "too-old"
UNREACHABLE = "unreachable"  # every attempt failed on the other side
QUARANTINED = "quarantined"  # every attempt broke the worker
