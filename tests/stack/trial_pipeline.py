"""The real tasks, two of which lose their process once for each row: before and after the work."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from worker import tasks
from worker.app import app

__all__ = ["app"]

PLACE = Path(os.environ["TRIAL_FAULTS"])
extract_article, detect_statements = tasks.extract_article, tasks.detect_statements


def _first_time(name):
    try:
        (PLACE / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _extract(context, page_id):
    if page_id == 1 and _first_time("extract-1"):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_article(context, page_id)


def _detect(context, article_id):
    count = detect_statements(context, article_id)
    if article_id == 1 and _first_time("detect-1"):
        os.kill(os.getpid(), signal.SIGKILL)  # saved, not yet acknowledged
    return count


tasks.extract_article, tasks.detect_statements = _extract, _detect
