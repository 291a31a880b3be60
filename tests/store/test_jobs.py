"""Jobs and their slices: each entry is taken once at a time, and nothing is counted twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from stored_samples import stored_article
from worker.store import jobs
from worker.store.changes import Changes
from worker.store.jobs import (
    NewJob,
    create_job,
    find_job,
    find_job_of_key,
    list_jobs,
    renew_lanes,
    seconds_per_entry,
    set_job_state,
    stalled_jobs,
)
from worker.store.slices import SliceResult, give_back, holds, take_slice


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """Make batches of three."""
    monkeypatch.setattr(jobs, "BATCH", 3)


def job_of(store, now, *phases, key="key"):
    """Create a job, and return its id."""
    return create_job(store, NewJob(key, "detect", {"lang": "en"}, phases), now)[0]


def settle(store, taken, now, count=None, **facts):
    """Give a slice back with its first ``count`` entries done."""
    done = list(taken.entry_ids[:count])
    with store.transaction() as session:
        assert holds(session, taken)
        return give_back(store, session, taken, SliceResult(done, **facts), now)


def test_a_job_keeps_what_it_was_asked(store, now):
    """The same key is the same job."""
    job_id = job_of(store, now, [1, 2], [3])
    assert create_job(store, NewJob("key", "extract", {}, ([9],)), now) == (job_id, False)
    (job,) = list_jobs(store)
    assert (job.id, job.what, job.filters, job.state) == (job_id, "detect", {"lang": "en"}, "running")
    assert (job.planned, job.done, job.left, job.created_at) == (3, 0, 3, now)
    assert (find_job_of_key(store, "key"), find_job_of_key(store, "other")) == (job_id, None)
    assert find_job(store, 99) is None


def test_lanes_take_different_batches_and_wait_for_the_end_of_a_phase(store, now):
    """The second phase begins when nothing of the first is in hand any more."""
    job_id = job_of(store, now, [1, 2, 3, 4], [5])
    one, two = renew_lanes(store, job_id, 2, now)
    first, second = take_slice(store, one, now), take_slice(store, two, now)
    assert (first.entry_ids, second.entry_ids) == ((1, 2, 3), (4,))
    assert not settle(store, second, now)
    assert take_slice(store, two, now).entry_ids == ()
    assert not settle(store, first, now)
    last = take_slice(store, two, now)
    assert last.entry_ids == (5,)
    assert settle(store, last, now)
    assert (find_job(store, job_id).state, find_job(store, job_id).finished_at) == ("done", now)
    assert (take_slice(store, one, now), take_slice(store, two, now)) == (None, None)


def test_what_is_left_of_a_slice_is_taken_again(store, now):
    """By any lane; counts add up."""
    job_id = job_of(store, now, [1, 2, 3])
    (lane,) = renew_lanes(store, job_id, 1, now)
    settle(store, take_slice(store, lane, now), now, 1, changes=Changes(1, 2, 3, 4), worked_s=0.5)
    rest = take_slice(store, lane, now)
    assert (rest.entry_ids, rest.attempts) == ((2, 3), 1)
    settle(store, rest, now, changes=Changes(1, 0, 0, 0), worked_s=1.0)
    job = find_job(store, job_id)
    assert (job.done, job.added, job.changed, job.removed, job.unchanged) == (3, 2, 2, 3, 4)
    assert seconds_per_entry(store, "detect") == 0.5
    assert seconds_per_entry(store, "extract") is None


def test_a_batch_that_loses_its_process_twice_goes_one_entry_at_a_time(store, now):
    """Its lane finds it again first; success takes one attempt back, not all of them."""
    job_id = job_of(store, now, [1, 2, 3], [])
    (lane,) = renew_lanes(store, job_id, 1, now)
    taken = [take_slice(store, lane, now) for _ in range(3)]
    assert [(one.attempts, one.is_careful) for one in taken] == [(1, False), (2, False), (3, True)]
    settle(store, taken[-1], now, 1)
    again = take_slice(store, lane, now)
    assert (again.entry_ids, again.attempts, again.is_careful) == ((2, 3), 3, True)


def test_new_lanes_free_what_old_ones_had_in_hand(store, now):
    """A result of an old lane is not saved."""
    job_id = job_of(store, now, [1])
    (old,) = renew_lanes(store, job_id, 1, now)
    taken = take_slice(store, old, now)
    (new,) = renew_lanes(store, job_id, 1, now)
    assert new > old
    assert take_slice(store, old, now) is None
    with store.transaction() as session:
        assert not holds(session, taken)
    assert take_slice(store, new, now).entry_ids == (1,)


def test_silent_jobs_are_found(store, now):
    """Those without lanes, and those of whose lanes one is silent; paused ones are meant to be."""
    first, second = job_of(store, now, [1]), job_of(store, now, [2], key="other")
    lanes = renew_lanes(store, first, 2, now)
    later = now + timedelta(minutes=9)
    assert stalled_jobs(store, now - timedelta(minutes=1)) == (second,)
    take_slice(store, lanes[0], later)
    assert stalled_jobs(store, now) == (first, second)
    take_slice(store, lanes[1], later)
    assert stalled_jobs(store, now) == (second,)
    set_job_state(store, second, "paused", now)
    assert stalled_jobs(store, now) == ()


def test_failures_of_entries_that_are_gone_are_no_error(store, now):
    """A feed may be removed while its articles are read."""
    entry_id, _, _ = stored_article(store, now)
    job_id = job_of(store, now, [entry_id, 99])
    (lane,) = renew_lanes(store, job_id, 1, now)
    taken = take_slice(store, lane, now)
    assert settle(store, taken, now, failures={entry_id: "too deep", 99: "gone"})
    assert jobs.failures_of(store, job_id) == [(entry_id, "too deep")]


def test_many_lanes_at_once_do_each_entry_once(store, now):
    """Threads stand for processes; somebody pauses and resumes meanwhile, and nothing dead-locks."""
    job_id = job_of(store, now, list(range(1, 61)), list(range(61, 70)))
    seen, errors = [], []

    def work(lane):
        try:
            while (taken := take_slice(store, lane, now)) is not None:
                with store.transaction() as session:
                    if taken.entry_ids and holds(session, taken):
                        give_back(store, session, taken, SliceResult(list(taken.entry_ids[:2])), now)
                        seen.extend(taken.entry_ids[:2])
        except Exception as error:  # noqa: BLE001 - the test tells it
            errors.append(error)

    for _ in range(3):
        threads = [threading.Thread(target=work, args=(lane,)) for lane in renew_lanes(store, job_id, 4, now)]
        for thread in threads:
            thread.start()
        set_job_state(store, job_id, "paused", now)
        set_job_state(store, job_id, "running", now)
        for thread in threads:
            thread.join()
    for lane in renew_lanes(store, job_id, 1, now):
        work(lane)
    assert errors == []
    assert sorted(seen) == list(range(1, 70))
    assert (find_job(store, job_id).done, find_job(store, job_id).state) == (69, "done")
