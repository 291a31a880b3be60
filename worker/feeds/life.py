"""The life of a feed: what its failures weigh, when it moves or moves back, and what ends it.

Nothing but the publisher's own word ends a feed: one that fails for long is asked more and more slowly.
"""

from __future__ import annotations

MOVED_HITS = 3  # polls that must agree on a permanent redirect before it is adopted
RETURN_AFTER = 2.0  # failures in a row at an adopted address before the one from which it was reached is back
TROUBLE = 3.0  # failures in a row from which a feed is worth a person's look
FAILURE_LIMIT = 30.0  # … and from which it is asked once a week only: weeks of tries twice a day
FAILURE_WEIGHT = {"not-found": 0.5, "dns": 0.25}  # soft: such feeds come back (FIELD, "Feeds and pages")


def failures_after(failures: float, outcome: str, detail: str) -> float:
    """Count one more failure; soft ones weigh less."""
    word = "dns" if detail.startswith("dns") else outcome
    return failures + FAILURE_WEIGHT.get(word, 1.0)


def ended_because(outcome: str) -> str | None:
    """Tell why a feed is not polled any more, None while it lives; the reason is for people to read."""
    return "the publisher says it is gone (410)" if outcome == "gone" else None


def returns_because(failures: float, outcome: str) -> str | None:
    """Tell why a feed that had moved goes back to its former address, None while it need not.

    Args:
        failures: in a row, the last one counted.
        outcome: of the last poll.
    """
    if outcome == "gone" or failures >= RETURN_AFTER:
        return f"the new address fails: {outcome}"
    return None


def turned(before: float, after: float) -> str | None:
    """Name the change that failures make, None when there is none: struggling, dormant or recovered."""
    if before < FAILURE_LIMIT <= after:
        return "dormant"
    if before < TROUBLE <= after:
        return "struggling"
    return "recovered" if before >= TROUBLE and after == 0 else None
