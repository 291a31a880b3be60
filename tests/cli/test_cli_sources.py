"""communique status names a source that dries up, and ends with exit code 1."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from worker.cli.main import run_with
from worker.cli.process import store_here
from worker.store.models import DailyRow


def fill(*, dry_days):
    """Write forty complete days of one outlet, the last of them without statements."""
    today = datetime.now(UTC).date()
    with store_here() as store, store.transaction() as session:
        for ago in range(40, 0, -1):
            said = 0 if ago <= dry_days else 80 + ago % 5
            day = today - timedelta(ago)
            session.add(DailyRow(kind="outlet", name="The Outlet", day=day, articles=40, statements=said))


def test_a_source_that_dries_up_needs_a_person(home, monkeypatch, capsys):
    """With its rate, since when, and what is usual."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    fill(dry_days=2)
    assert run_with(["status"]) == 1
    since = datetime.now(UTC).date() - timedelta(2)
    said = capsys.readouterr().err
    assert (
        f"needs a person: outlet The Outlet is dry: 0.00 statements an article since {since}, usually 2.0"
        in said
    )


def test_one_odd_day_needs_nobody(home, monkeypatch):
    """As chance has it."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    fill(dry_days=1)
    assert run_with(["status"]) == 0
