"""Words without spaces: the longest form wins, names stay whole, runs of Katakana are not cut."""

from __future__ import annotations

import re

import pytest
from worker.packs.forms import Term
from worker.packs.joints import spelled_names
from worker.packs.load import load_pack
from worker.packs.shelves import joints_of
from worker.packs.terms import TermTable


def test_the_longest_form_wins():
    """The word 委员会 is found whole although 会 is a word, too."""
    assert re.findall(joints_of(["会", "委员会", "委"]), "委员会会") == ["委员会", "会"]


def test_no_forms_find_nothing():
    """An empty list is a pattern that never matches."""
    assert re.search(joints_of([""]), "会") is None


RUNS = [("マリア", 0), ("マリ", 1), ("ソマリ", 0), ("ロシアとマリが", 1), ("ケイタ・マリ", 1)]


@pytest.mark.parametrize(("text", "count"), RUNS)
def test_a_run_of_katakana_is_never_cut(text, count):
    """マリ (Mali) is no part of マリア; an interpunct ends a run."""
    assert len(re.findall(joints_of(["マリ"]), text)) == count


def test_terms_keep_runs_whole():
    """The table of terms asks the same question as the tokens do."""
    table = TermTable(spaces=False)
    table.add("マリ", Term("country", "ML"))
    table.seal()
    assert [table.form_at(text, 0) for text in ("マリ大統領", "マリア")] == [2, 0]


def test_names_of_a_pack_and_of_cldr_are_joints():
    """Roles, stars aside, and country names of every locale are words; keys that hold no names are not."""
    table = {
        "code": "zh",
        "roles": {"minister": ["部长*"]},
        "countries": {"homes": ["CN"], "locales": ["zh_Hant"]},
        "places": {"towns": {"CN": ["上海"]}},
        "kinds": {"law": ["NATO"]},
    }
    names = set(spelled_names(table))
    assert {"部长", "上海", "也门", "葉門"} <= names
    assert not names & {"CN", "NATO", "nato", "zh_Hant"}


def test_words_with_signs_of_other_words_stay_whole():
    """Neither 以 nor 会 nor 日 is seen inside these."""
    pack = load_pack("zh")
    text = "以色列委员会在日本"
    assert [found.group() for found in pack.tokens.finditer(text)] == ["以色列", "委员会", "在", "日本"]
