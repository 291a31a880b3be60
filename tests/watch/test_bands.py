"""Bands: a source that changes is told within days, one that only varies is left alone."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.watch.bands import (
    DRY,
    FLOODED,
    FORGOTTEN_DAYS,
    LEAST,
    MIN_ARTICLES,
    NEW_LEVEL,
    Day,
    band_for,
    judge,
    periods,
)

START = date(2026, 9, 1)


def days(*counts):
    """Return days in a row, each of (articles, statements)."""
    return [Day(START + timedelta(place), articles, said) for place, (articles, said) in enumerate(counts)]


def verdict(*counts):
    found = days(*counts)
    return judge(found, found[-1].day + timedelta(1))


def poisson(chance, mean):
    """Return a Poisson number by counting exponential waits."""
    count, wait = 0, chance.expovariate(1.0)
    while wait < mean:
        count, wait = count + 1, wait + chance.expovariate(1.0)
    return count


def living(chance, length, rate=2.0, articles=60):
    """Return an outlet that lives: fewer articles at weekends, days of much and of little news."""
    found = []
    for place in range(length):
        number = max(0, poisson(chance, articles * (0.5 if place % 7 in (5, 6) else 1.0)))
        mood = rate * chance.lognormvariate(0.0, 0.15)
        found.append((number, poisson(chance, number * mood) if number else 0))
    return found


USUAL = [(50, 100 + (7 * place) % 20 - 10) for place in range(30)]


def test_a_source_that_stops_is_told_on_the_second_day():
    """Its side, since when, its rate, and the band that it left."""
    assert verdict(*USUAL) is None
    assert verdict(*USUAL, (50, 2)) is None
    found = verdict(*USUAL, (50, 2), (50, 4))
    assert (found.side, found.since, found.rate) == (DRY, START + timedelta(30), 0.06)
    assert found.band.low < found.band.usual < found.band.high
    assert found.band.usual == pytest.approx(2.0, abs=0.1)


def test_too_many_statements_are_told_as_well():
    """Boilerplate that is read as statements is a fault, too."""
    assert verdict(*USUAL, (50, 400), (50, 400)).side == FLOODED


def test_two_days_on_different_sides_are_chance():
    """As is one of them followed by a good day."""
    assert verdict(*USUAL, (50, 2), (50, 400)) is None
    assert verdict(*USUAL, (50, 2), (50, 100)) is None
    assert verdict(*USUAL, (50, 2), (50, 100), (50, 2)) is None


def test_it_stays_told_until_the_new_level_is_the_usual_one():
    """Days outside do not make themselves usual; a fortnight of them does."""
    dry = [(50, 2 + place % 3) for place in range(NEW_LEVEL)]
    assert verdict(*USUAL, *dry[:-1]).since == START + timedelta(30)
    assert verdict(*USUAL, *dry) is None
    assert verdict(*USUAL, *dry, (50, 100), (50, 100)).side == FLOODED


def test_a_small_outlet_is_judged_by_joined_days():
    """Two articles a day say nothing; twenty of them do."""
    found = days(*[(2, 4)] * 25)
    assert [(p.articles, p.statements) for p in periods(found)] == [(20, 40), (20, 40)]
    assert periods(found)[0].day == START + timedelta(9)
    quiet = [(2, 4)] * (10 * LEAST)
    assert verdict(*quiet) is None
    assert verdict(*quiet, *[(2, 0)] * 19) is None
    assert verdict(*quiet, *[(2, 0)] * 20).side == DRY


def test_nobody_can_tell_before_something_is_usual():
    """Neither of a young source, nor of one that hardly ever has a statement."""
    assert verdict(*USUAL[: LEAST - 1], (50, 0), (50, 0)) is None
    assert verdict(*[(50, 0)] * 40, (50, 30), (50, 30)) is None
    assert band_for([], MIN_ARTICLES) is None
    assert judge([], START) is None


def test_what_ended_long_ago_is_not_told():
    """A feed that brings nothing any more is in trouble for another reason."""
    found = days(*USUAL, (50, 2), (50, 4))
    assert judge(found, found[-1].day + timedelta(FORGOTTEN_DAYS))
    assert judge(found, found[-1].day + timedelta(FORGOTTEN_DAYS + 1)) is None


def test_false_alarms_are_rare_and_real_ones_come_fast():
    """A hundred living outlets: few are told wrongly; of a tenth of the statements it hears within days."""
    chance = random.Random(8)
    alarms, delays = [], []
    for _ in range(100):
        life = living(chance, 90)
        alarms += [verdict(*life[:length]) is not None for length in range(40, 90, 5)]
        dried = life[:60] + [(articles, round(said / 10)) for articles, said in life[60:]]
        found = (n for n in range(61, 75) if (told := verdict(*dried[:n])) and told.side == DRY)
        delays.append(next(found, 99) - 60)
    assert sum(alarms) / len(alarms) <= 0.002
    assert sorted(delays)[89] == 2  # days, for nine of ten
    assert max(delays) <= 14


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 900)), max_size=80))
def test_any_counts_have_an_answer(counts):
    """Zeros, gaps and leaps included; a band is never below nothing."""
    found = judge(days(*counts), START + timedelta(len(counts)))
    assert found is None or (0 <= found.band.low <= found.band.usual <= found.band.high)
