"""Raw pages: kept as zstd by content hash, so that everything after the fetch can be computed again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import zstandard
from sqlalchemy import delete, or_, select, update

from worker.shapes import Page
from worker.store.models import BodyRow, PageRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from worker.store.engine import Store

GONE = b""  # stands for bytes that were let go; no packed text is that short
LEVEL = 3  # 5.8 times smaller on news pages; higher levels cost more than they save


def save_page(store: Store, session: Session, entry_id: int, page: Page) -> int:
    """Store the page of an entry, in place of an earlier one; return its id."""
    sha256 = hashlib.sha256(page.body).hexdigest()
    before = session.scalar(select(PageRow.sha256).where(PageRow.entry_id == entry_id))
    _save_body(store, session, sha256, page.body)
    values = {
        "url": page.url,
        "final_url": page.final_url,
        "status": page.status,
        "headers": [list(header) for header in page.headers],
        "sha256": sha256,
        "fetched_at": page.fetched_at,
        "extractor_version": None,
        "rules": None,
    }
    insert = store.insert(PageRow).values(entry_id=entry_id, **values)
    insert = insert.on_conflict_do_update(index_elements=["entry_id"], set_=values)
    page_id = int(session.scalar(insert.returning(PageRow.id)))
    if before not in (None, sha256):
        drop_unused_bodies(session, before)
    return page_id


def drop_unused_bodies(session: Session, sha256: str | None = None) -> None:
    """Delete the bodies, or this one, that no page needs any more: pages of the same content share one."""
    used = select(PageRow.id).where(PageRow.sha256 == BodyRow.sha256).exists()
    unused = delete(BodyRow).where(~used)
    if sha256 is not None:
        unused = unused.where(BodyRow.sha256 == sha256)
    session.execute(unused.execution_options(synchronize_session=False))


def _save_body(store: Store, session: Session, sha256: str, body: bytes) -> None:
    if session.scalar(select(BodyRow.sha256).where(BodyRow.sha256 == sha256, BodyRow.zstd != GONE)):
        return
    packed = zstandard.ZstdCompressor(level=LEVEL).compress(body)
    insert = store.insert(BodyRow).values(sha256=sha256, zstd=packed, size=len(body))
    session.execute(insert.on_conflict_do_update(index_elements=["sha256"], set_={"zstd": packed}))


def entry_of_page(store: Store, page_id: int) -> int | None:
    """Return the entry that a page belongs to, None when the page is gone."""
    with store.reading() as session:
        return session.scalar(select(PageRow.entry_id).where(PageRow.id == page_id))


def note_extractor(session: Session, page_id: int, version: str, rules: str) -> None:
    """Write down which rules have read a page, also when they found no article in it."""
    unread = or_(PageRow.extractor_version.is_distinct_from(version), PageRow.rules.is_distinct_from(rules))
    note = update(PageRow).where(PageRow.id == page_id, unread)
    note = note.values(extractor_version=version, rules=rules)
    session.execute(note.execution_options(synchronize_session=False))


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
    row, packed = found
    return Page(
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=tuple((name, value) for name, value in row.headers),
        body=zstandard.ZstdDecompressor().decompress(packed),
        fetched_at=row.fetched_at,
    )
