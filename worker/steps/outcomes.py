"""The words an entry can end with that the steps choose; rooms bring further ones in ``GiveUp``."""

from __future__ import annotations

STORED = "stored"  # at least one statement
NO_STATEMENTS = "no-statements"
NO_PACK = "no-pack"  # found again once the pack exists
NO_ADDRESS = "no-address"
ROBOTS = "robots"
TOO_OLD = "too-old"
UNREACHABLE = "unreachable"  # every attempt failed on the other side
QUARANTINED = "quarantined"  # every attempt broke the worker
