"""Raw pages: kept as zstd by content hash, so that everything after the fetch can be computed again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import zstandard
from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from worker.shapes import Page
from worker.store.models import BodyRow, PageRow, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

GONE = b""  # stands for bytes that were let go; no packed text is that short
LEVEL = 3  # 5.8 times smaller on news pages; higher levels cost more than they save


@dataclass(frozen=True, slots=True)
class Packed:
    """A body as it is stored."""

    sha256: str
    zstd: bytes
    size: int  # bytes before


def packed(body: bytes) -> Packed:
    """Pack a body; done before a transaction, which makes others wait."""
    return Packed(
        hashlib.sha256(body).hexdigest(), zstandard.ZstdCompressor(level=LEVEL).compress(body), len(body)
    )


def unpacked(zstd: bytes) -> bytes:
    """Return a body's bytes."""
    return zstandard.ZstdDecompressor().decompress(zstd)


def save_page(store: Store, session: Session, entry_id: int, page: Page, body: Packed | None = None) -> int:
    """Store the page of an entry, in place of an earlier one; return its id."""
    return save_pages(store, session, [(entry_id, page, body or packed(page.body))])[entry_id]


def save_pages(store: Store, session: Session, fetched: Sequence[tuple[int, Page, Packed]]) -> dict[int, int]:
    """Store the pages of entries, in place of earlier ones; return their ids by those of the entries.

    Two statements for any number of first pages. In one order everywhere, so that two transactions with the
    same content wait for each other instead of dead-locking.
    """
    bodies = {
        body.sha256: {"sha256": body.sha256, "zstd": body.zstd, "size": body.size} for *_, body in fetched
    }
    session.execute(_once(store, BodyRow), [bodies[sha256] for sha256 in sorted(bodies)])
    rows = {entry_id: _values(page, body) for entry_id, page, body in fetched}
    added = session.execute(
        _once(store, PageRow), [rows[entry_id] | {"entry_id": entry_id} for entry_id in sorted(rows)]
    )
    ids = {row.entry_id: int(row.id) for row in added}
    return ids | {
        entry_id: _replace(session, entry_id, values)
        for entry_id, values in rows.items()
        if entry_id not in ids
    }


def _values(page: Page, body: Packed) -> dict[str, Any]:
    return {
        "url": page.url,
        "final_url": page.final_url,
        "status": page.status,
        "headers": [list(header) for header in page.headers],
        "sha256": body.sha256,
        "fetched_at": page.fetched_at,
        "extractor_version": None,
        "rules": None,
    }


def _once(store: Store, table: type[BodyRow | PageRow]) -> Any:
    """Build the insert that leaves a row alone which is there; a page then returns nothing."""
    return _inserts(store.is_postgres)[table]


@cache
def _inserts(is_postgres: bool) -> dict[type, Any]:  # noqa: FBT001 - a key
    insert = (postgresql if is_postgres else sqlite).insert
    page, body = table_of(PageRow), table_of(BodyRow)
    kept = insert(body)
    return {
        BodyRow: kept.on_conflict_do_update(
            index_elements=["sha256"], set_={"zstd": kept.excluded.zstd}, where=body.c.zstd == GONE
        ),
        PageRow: insert(page)
        .on_conflict_do_nothing(index_elements=["entry_id"])
        .returning(page.c.id, page.c.entry_id),
    }


def _replace(session: Session, entry_id: int, values: dict[str, Any]) -> int:
    before = session.execute(select(PageRow.id, PageRow.sha256).where(PageRow.entry_id == entry_id)).one()
    session.execute(update(PageRow).where(PageRow.id == before.id).values(**values))
    if before.sha256 != values["sha256"]:
        drop_unused_bodies(session, before.sha256)
    return int(before.id)


def drop_unused_bodies(session: Session, sha256: str | None = None) -> None:
    """Delete the bodies, or this one, that no page needs any more: pages of the same content share one."""
    used = select(PageRow.id).where(PageRow.sha256 == BodyRow.sha256).exists()
    unused = delete(BodyRow).where(~used)
    if sha256 is not None:
        unused = unused.where(BodyRow.sha256 == sha256)
    session.execute(unused.execution_options(synchronize_session=False))


def note_extractor(session: Session, pages: Iterable[int], version: str, rules: str) -> None:
    """Write down which rules have read some pages, also when they found no article in them."""
    session.execute(_NOTE, [{"page": page_id, "by": version, "mark": rules} for page_id in pages])


def load_page(store: Store, page_id: int) -> Page | None:
    """Return a stored page with its bytes, None when it or its bytes are gone."""
    with store.reading() as session:
        found = session.execute(
            select(PageRow, BodyRow.zstd)
            .join(BodyRow, BodyRow.sha256 == PageRow.sha256)
            .where(PageRow.id == page_id)
        ).first()
    if found is None or found[1] == GONE:
        return None
    row, zstd = found
    return Page(
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=tuple((name, value) for name, value in row.headers),
        body=unpacked(zstd),
        fetched_at=row.fetched_at,
    )


_PAGE = table_of(PageRow).c
_OTHER = or_(
    _PAGE.extractor_version.is_distinct_from(bindparam("by")), _PAGE.rules.is_distinct_from(bindparam("mark"))
)
_NOTE = (
    update(table_of(PageRow))
    .where(_PAGE.id == bindparam("page"), _OTHER)
    .values(extractor_version=bindparam("by"), rules=bindparam("mark"))
)
