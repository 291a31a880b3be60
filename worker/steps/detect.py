"""Find one article's statements and store them in place of those found before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.errors import GiveUp
from worker.log import Log
from worker.steps.attempts import finish, start
from worker.steps.outcomes import NO_STATEMENTS, STORED
from worker.steps.recognise import recognise
from worker.store.articles import load_article
from worker.store.entries import end_entry
from worker.store.statements import replace_statements

if TYPE_CHECKING:
    from worker.steps.context import Context

log = Log("detect")


def detect_statements(context: Context, article_id: int) -> int:
    """Replace an article's statements by those that today's rules find; return how many were stored.

    Statements that are not diplomatic are recognised and, unless the settings keep them, not stored.
    """
    found = load_article(context.store, article_id)
    work = start(context, found[0], "detect") if found is not None else None
    if found is None or work is None:
        return 0
    entry_id, article = found
    try:
        statements = recognise(article)
    except GiveUp as error:
        finish(context, entry_id, error.outcome, error.detail)
        log.info("statements.ended", article=article_id, outcome=error.outcome)
        return 0
    kept = [
        statement for statement in statements if statement.diplomatic or context.settings.keep_undiplomatic
    ]
    outcome = STORED if kept else NO_STATEMENTS
    with context.store.transaction() as session:
        now = context.now()
        replace_statements(context.store, session, article_id, kept, now)
        end_entry(session, entry_id, outcome, now)
    log.info("statements.stored", article=article_id, outcome=outcome, count=len(kept), seen=len(statements))
    return len(kept)
