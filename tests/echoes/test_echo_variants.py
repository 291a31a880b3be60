"""What outlets make of a wording, where a rendering stands, and what joining does on its own."""

from __future__ import annotations

import pytest
from worker.echoes.evidence import Evidence
from worker.echoes.joining import Candidate, join, regrouped
from worker.echoes.origins import origin_of, rank_of
from worker.echoes.packing import pack, unpack
from worker.echoes.renderings import Rendering
from worker.echoes.variants import compare_wordings
from worker.packs.actors import load_actors

ACTORS = load_actors()
WHOLE = "All 1,340 observers leave Karabel by 17 May. They did their work! “We thank them,” she said."


def candidate(number, utterance, text, lang="en"):
    return Candidate(number, utterance, Evidence(Rendering(str(number), lang, text, "v"), ACTORS))


@pytest.mark.parametrize(
    ("told", "lang", "kind", "words", "missing"),
    [
        (WHOLE.upper(), "en", "direct", "whole", 0),
        ("They did their work", "en", "mixed", "cut", 2),
        ("the observers would leave", "en", "indirect", "retold", 0),
        ("Alle 1.340 Beobachter", "de", "direct", "translated", 0),
        ("alle gingen", "de", "reported", "translated, retold", 0),
    ],
)
def test_a_variant_is_told_in_words(told, lang, kind, words, missing):
    """Cut sentences are named only where the language and the manner are the same."""
    variant = compare_wordings((WHOLE, "en", "direct"), (told, lang, kind))
    assert (variant.told, len(variant.left_out)) == (words, missing)


@pytest.mark.parametrize(
    ("lang", "country", "kind", "home", "expected"),
    [
        ("no", "NO", "ministry", "NO", "source"),
        ("en", "NO", "ministry", "NO", "source"),
        ("no", "NO", "agency", "NO", "source"),
        ("no", "NO", "newspaper", "NO", "relay"),
        ("no", "NO", "agency", "SE", "relay"),
        ("de", "NO", "newspaper", "DE", "translation"),
        ("fr", "CH", "newspaper", "FR", "relay"),
        ("ar", "UN", "newspaper", "EG", "relay"),
        ("ja", "UN", "organisation", "UN", "translation"),
        ("de", None, "agency", None, "relay"),
        ("de", "XX", None, None, "relay"),
    ],
)
def test_a_language_the_speaker_does_not_speak_is_a_translation(lang, country, kind, home, expected):
    """Official languages, those of an organisation, and English; nobody known is no translation."""
    assert origin_of(lang, country, kind, home) == expected


def test_direct_originals_rank_first():
    """The source before who relays it, word for word before retold, any original before a translation."""
    order = [("direct", "source"), ("direct", "relay"), ("mixed", "relay"), ("indirect", "source")]
    order += [("reported", "relay"), ("direct", "translation"), ("reported", "translation")]
    ranks = [rank_of(kind, origin) for kind, origin in order]
    assert ranks == sorted(ranks)
    assert [rank <= 1 for rank in ranks] == [True, True, False, False, False, False, False]


def test_evidence_survives_packing():
    """What is costly comes back as it was; what another version packed is made again."""
    evidence = Evidence(Rendering("1", "en", "Norway told the UN 1,340 times about Karabel.", "v"), ACTORS)
    rendering = Rendering("1", "en", "", "v")
    back = unpack(pack(evidence), rendering, ACTORS, evidence.key)
    assert back.key == evidence.key
    for name in ("numbers", "keys", "bones", "cognates"):
        assert getattr(back, name) == getattr(evidence, name) != frozenset()
    assert unpack("0\tx", evidence.rendering, ACTORS, "k").numbers == {"134"}


def test_the_speakers_own_side_is_no_evidence():
    """What everybody names when they report a speaker says nothing."""
    told = Rendering("1", "en", "Norway told the UN.", "v", speaks_for="NO")
    evidence = Evidence(told, ACTORS)
    assert evidence.keys == {"organisation:UN"}
    assert unpack(pack(evidence), told, ACTORS, evidence.key).keys == {"organisation:UN"}


def test_the_new_one_joins_the_strongest():
    """One utterance is touched: it joins that, and nothing else moves."""
    stored = [candidate(1, "u1", WHOLE), candidate(2, "u2", "Nothing whatever was agreed in the end.")]
    joined = join(candidate(None, "", WHOLE[:44]), stored)
    assert joined.groups == (("u1", (None, 1)),)
    assert (joined.best.number, joined.link.how, joined.moves) == (1, "contained", False)
    assert join(candidate(None, "", "Something else."), []).groups == ((None, (None,)),)
    assert join(candidate(None, "", "Oil rose by 3 per cent."), stored).groups == ((None, (None,)),)


def test_the_new_one_may_join_two():
    """It has what both have: they are grouped anew, under the id that most of them had."""
    stored = [candidate(1, "u1", WHOLE[:44]), candidate(2, "u2", WHOLE[45:]), candidate(3, "u2", WHOLE[45:])]
    joined = join(candidate(None, "", WHOLE), stored)
    assert joined.groups == (("u2", (None, 1, 2, 3)),)
    assert joined.moves


def test_a_faint_link_is_not_enough():
    """Something in common, and something against it: the new one stands alone."""
    stored = [candidate(1, "u1", "Karabel got 340 trucks from Norway and 27 from Chile.")]
    joined = join(
        candidate(None, "", "Karabel bekam 340 Wagen aus Norwegen von Tarvenko und Oderin.", "de"), stored
    )
    assert joined.groups == ((None, (None,)),)
    assert joined.best is None


def test_ids_stay_with_the_greater_part():
    """Two groups of one former utterance: the larger keeps the id, the other needs a new one."""
    parts = [candidate(1, "u1", WHOLE), candidate(2, "u1", WHOLE[:80]), candidate(3, "u1", "Grain is dear.")]
    assert regrouped(parts) == (("u1", (1, 2)), (None, (3,)))
