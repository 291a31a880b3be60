"""An archive of generated articles, as large as wanted: ``growth.py`` measures on it, nothing else does.

An article every ninety seconds, a thousand a day: a page, twenty bands, two statements by two of 5,000
voices, each the first rendering of its utterance. Words are drawn from 20,000, the common ones more often.
Indexes and triggers stand while rows come in, for they are part of what a write costs; only a crash would
be noticed. Rows come some thousand in a transaction.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import event, func, insert, select, text
from worker.shapes import Entry
from worker.store.engine import open_store
from worker.store.entries import entry_values
from worker.store.models import (
    ArticleBandRow,
    ArticleTable,
    BodyRow,
    EntryRow,
    PageRow,
    RenderingRow,
    StatementTable,
    UtteranceRow,
    table_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 20, tzinfo=UTC)
APART = timedelta(seconds=90)
VOICES, COUNTRIES, ROLES = 5_000, 150, 6
CHUNK = 20_000
BANDS, MINIMA_BYTES = 20, 480
SENTENCES = 4_000
EVIDENCE = "1\t" + "\t".join("|".join(f"w{n:05}" for n in range(8)) for _ in range(4))


class Archive:
    """Makes the rows of articles by their numbers, the same ones each time.

    Args:
        text_size: characters of an article.
        body_size: bytes of its packed page.
    """

    def __init__(self, text_size: int = 1_200, body_size: int = 2_000) -> None:
        dice = np.random.default_rng(2026)
        words = [self._word(number) for number in range(20_000)]
        drawn = np.minimum(dice.zipf(1.3, (SENTENCES, 18)), len(words)) - 1
        self.sentences = [" ".join(words[at] for at in row).capitalize() + "." for row in drawn]
        self._length = max(1, round(text_size / (sum(map(len, self.sentences)) / SENTENCES + 1)))
        self._body_size = body_size

    @staticmethod
    def _word(number: int) -> str:
        syllables = ["ka", "lo", "mi", "ne", "tu", "ra", "so", "vi", "de", "po"]
        return "".join(syllables[int(digit)] for digit in str(number))

    def text(self, number: int) -> str:
        """Return an article's words."""
        picks = np.random.default_rng(number).integers(0, SENTENCES, self._length)
        return f"{number} " + " ".join(self.sentences[at] for at in picks)

    def fill(self, database_url: str, count: int) -> None:
        """Bring the archive to so many articles; what is there already counts."""
        store = open_store(database_url)
        if not store.is_postgres:
            event.listen(store.engine, "connect", _hurry)
            store.engine.dispose()  # the first connection was opened before
        with store.reading() as session:
            known = session.scalar(text("SELECT coalesce(max(id), 0) FROM entry")) or 0
        for start in range(known + 1, count + 1, CHUNK):
            with store.transaction() as session:
                for table, rows in self._rows(range(start, min(start + CHUNK, count + 1))):
                    session.execute(insert(table_of(table)), rows)
        with store.engine.connect() as connection:
            _settle(connection, is_postgres=store.is_postgres)
        store.close()

    def _rows(self, ids: range) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
        url = {n: f"https://outlet{n % 900}.example/news/{n}" for n in ids}
        seen = {n: NOW + n * APART for n in ids}
        done = {"stage": "done", "outcome": "stored", "last_stage": "extract"}
        yield EntryRow, [entry_values(Entry(url[n], url[n]), None, seen[n]) | done | {"id": n} for n in ids]
        body = np.random.default_rng(1).bytes(self._body_size)
        yield BodyRow, [{"sha256": _hash(n), "zstd": body, "size": 160_000} for n in ids]
        page = {"status": 200, "headers": []}
        yield PageRow, [
            page | {"id": n, "entry_id": n, "url": url[n], "final_url": url[n], "sha256": _hash(n)}
            | {"fetched_at": seen[n]} for n in ids
        ]  # fmt: skip
        article = {"lang": "en", "version": 1, "minima": bytes(MINIMA_BYTES), "detector_version": "1"}
        yield ArticleTable, [
            article | {"id": n, "page_id": n, "entry_id": n, "url": url[n], "canonical_url": url[n]}
            | {"text": self.text(n), "published_at": seen[n], "extracted_at": seen[n]} for n in ids
        ]  # fmt: skip
        bands = np.random.default_rng(ids.start).integers(-(2**62), 2**62, (len(ids), BANDS)).tolist()
        yield (
            ArticleBandRow,
            [{"value": value, "article_id": n} for n, row in zip(ids, bands, strict=True) for value in row],
        )
        said = [(n, place) for n in ids for place in range(2)]
        yield StatementTable, [self._statement(n, place, seen[n]) for n, place in said]
        yield UtteranceRow, [_utterance(n, place, seen[n]) for n, place in said]
        yield RenderingRow, [_rendering(n, place, seen[n]) for n, place in said]

    def _statement(self, number: int, place: int, at: datetime) -> dict[str, Any]:
        return {
            "id": _id(number, place), "article_id": number, "position": place, "kind": "direct",
            "text": self.sentences[(number * 7 + place) % SENTENCES], "quoted": [], "spans": [[0, 100]],
            "cue": [], "speaker": [], "actor_key": voice_of(number, place), "actor": "Ada Lind",
            "country": country_of(number), "role": role_of(number), "targets": [], "said_on": at.date(),
            "act": "STATE", "polarity": "asserted", "lang": "en", "diplomatic": True, "reason": "office",
            "confidence": 0.9, "detector_version": "1", "created_at": at,
        }  # fmt: skip


def _utterance(number: int, place: int, at: datetime) -> dict[str, Any]:
    name, day = _id(number, place), at.date()
    seen = {"first_day": day, "last_day": day, "first_seen_at": at, "changed_at": at}
    return {"id": f"u{name}", "head_id": name} | seen


def _rendering(number: int, place: int, at: datetime) -> dict[str, Any]:
    return {
        "statement_id": _id(number, place), "utterance_id": f"u{_id(number, place)}", "how": "first",
        "sure": 1.0, "origin": "source", "rank": 0, "length": 120, "voice": voice_of(number, place),
        "post": f"{country_of(number)}/{role_of(number)}", "day": at.date(), "lang": "en", "lead": True,
        "wording": f"{number * 2 + place:024x}", "evidence": EVIDENCE, "matched_at": at,
    }  # fmt: skip


def _id(number: int, place: int) -> str:
    # Scattered as real ids are: rows in their order would flatter the index.
    return f"{(number * 2_654_435_761 + place) % 2**32:08x}{number:024x}"


def _hash(number: int) -> str:
    return f"{(number * 2_654_435_761) % 2**32:08x}{number:056x}"


def voice_of(number: int, place: int) -> str:
    return f"person:{(number * 13 + place * 7) % VOICES}"


def country_of(number: int) -> str:
    return f"C{number % COUNTRIES}"


def role_of(number: int) -> str:
    return f"role{number // COUNTRIES % ROLES}"


def _hurry(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000000", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _settle(connection: Any, *, is_postgres: bool) -> None:
    """Leave the database as a running one is: PostgreSQL's statistics kept, SQLite's log written back."""
    if is_postgres:
        for row in (EntryRow, PageRow, ArticleTable):  # their numbers were given, not taken
            table = table_of(row)
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, func.max(table.c.id))))
        connection.commit()
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    else:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
