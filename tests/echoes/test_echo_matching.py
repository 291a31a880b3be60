"""What joins two renderings, and what must not; persons and events are invented."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from worker.echoes.clusters import cluster
from worker.echoes.evidence import Evidence
from worker.echoes.grouping import group
from worker.echoes.matching import link
from worker.echoes.names import find_cognates, find_names
from worker.echoes.numbers import find_numbers
from worker.echoes.renderings import Link, Rendering
from worker.echoes.romanise import skeleton
from worker.echoes.voices import NOBODY, voice_of
from worker.echoes.wordings import fold
from worker.packs.actors import load_actors

ACTORS = load_actors()
DAY = date(2026, 3, 4)
LONG = (
    "We expect all 27 members to answer by Friday, and we will not talk about sanctions before that day. "
    "Whoever breaks the ceasefire in Karabel will be held to account."
)


def rendering(text, lang="en", voice="person:orla venn", said_on=DAY, **more):
    return Rendering("x", lang, text, voice, said_on, **more)


def how(one, other):
    found = link(Evidence(one, ACTORS), Evidence(other, ACTORS))
    return (found.how, found.weight > 2) if found else None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (LONG, f"“{LONG.upper()}”", ("exact", True)),
        (LONG, LONG.replace("to account", "responsible"), ("near", True)),
        (LONG, "we will not talk about sanctions before that day", ("contained", True)),
        (LONG, LONG.replace("27", "24"), None),
    ],
)
def test_words_are_compared_within_a_language(one, other, expected):
    """Equal, mended and cut wordings join; the same sentence with another figure does not."""
    assert how(rendering(one), rendering(other)) == expected


@pytest.mark.parametrize(
    ("lang", "text", "turned"),
    [
        (
            "en",
            "We will attend the talks in Karabel on Monday.",
            "We won’t attend the talks in Karabel on Monday.",
        ),
        (
            "de",
            "Wir werden der Einladung folgen, sagte er.",
            "Wir werden der Einladung nicht folgen, sagte er.",
        ),
        (
            "ko",
            "우리는 월요일 회담에 참석할 것이라고 밝혔다.",
            "우리는 월요일 회담에 참석하지 않을 것이라고 밝혔다.",
        ),
        ("zh", "我们将参加星期一在卡拉贝尔举行的会谈。", "我们将不参加星期一在卡拉贝尔举行的会谈。"),
    ],
)
def test_a_negation_makes_another_statement(lang, text, turned):
    """Near wordings that differ by a no are not one utterance, whatever else they share."""
    assert how(rendering(text, lang), rendering(turned, lang)) is None
    assert how(rendering(text, lang), rendering(text + "!", lang)) == ("exact", True)


def test_a_negation_in_what_was_cut_contradicts_nothing():
    """The shorter text lacks the clause that says no."""
    cut = LONG.replace("Whoever breaks the ceasefire in Karabel will be held to account.", "")
    assert how(rendering(cut + " We are not naive about it."), rendering(cut)) == ("near", True)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "„Alle 1.340 Beobachter aus Norwegen verlassen Karabel bis zum 17. Mai“"),
        ("ru", "«Все 1340 наблюдателей из Норвегии покинут Карабель до 17 мая»"),
        ("ja", "「ノルウェーからの監視員1340人は5月17日までにカラベルを離れる」"),
    ],
)
def test_figures_and_names_survive_a_translation(lang, text):
    """Numbers, countries and the skeletons of names join two languages."""
    assert how(
        rendering("All 1,340 observers from Norway will leave Karabel by 17 May"), rendering(text, lang)
    ) == ("translated", True)


def test_another_topic_is_another_utterance():
    """Nothing in common, no link; a different figure speaks against one."""
    one = rendering("All 1,340 observers from Norway will leave Karabel by 17 May")
    assert how(one, rendering("„Das Abkommen mit Chile gilt ab 2031“", "de")) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("2.5 million", {"25"}),
        ("250万", {"25"}),
        ("2,500,000", {"25"}),
        ("٢٥٠٠ و 17", {"25", "17"}),
        ("0", set()),
    ],
)
def test_figures_keep_their_significant_digits(text, digits):
    """Scripts, grouping and powers of ten differ between languages; the digits don't."""
    assert find_numbers(text) == digits


@pytest.mark.parametrize("name", ["Шульман", "シュルマン", "שולמן", "شولمان", "Σουλμαν"])
def test_a_name_has_one_skeleton_in_every_script(name):
    """What transliteration can't agree on, vowels and families of sounds, is left out."""
    assert skeleton(name) == skeleton("Schulman") == "srmn"


def test_names_are_keys_where_they_are_known():
    """Countries and organisations are found in the language's own words, with spaces or without."""
    english = find_names("Norway asked the United Nations and Tarvenko.", "en", ACTORS)
    chinese = find_names("挪威要求联合国", "zh", ACTORS)
    assert english.keys == chinese.keys == {"country:NO", "organisation:UN"}
    assert english.bones == {skeleton("Tarvenko")[:5]}


def test_a_speaker_is_one_word_in_every_spelling():
    """Known persons and organisations by any alias, others as written, a country without a name."""
    assert voice_of("НАТО", None, ACTORS) == voice_of("Otan", None, ACTORS) == "organisation:NATO"
    assert voice_of("person:x", "FR", ACTORS) == "person:x"
    assert voice_of("Orla  VENN", None, ACTORS) == "name:orla venn"
    assert voice_of(None, "fr", ACTORS) == "country:FR"
    assert voice_of(" ", "", ACTORS) == NOBODY


def test_groups_keep_speakers_and_days_apart():
    """The same words of another speaker, or ten days later, are another utterance; no day goes with all."""
    texts = [
        rendering(LONG),
        rendering(LONG, voice="person:else"),
        rendering(LONG, said_on=DAY + timedelta(days=10)),
        rendering(LONG, said_on=DAY + timedelta(days=2)),
        rendering("Anything else at all, said by her on that day.", said_on=None),
    ]
    assert group(texts, ACTORS) == [[0, 3], [1], [2], [4]]


def test_few_words_are_repeated_on_one_day_only():
    """A speaker may say "Never!" of one thing today and of another one tomorrow."""
    short = [rendering("“Never!”"), rendering("Never", said_on=DAY + timedelta(days=1)), rendering("never")]
    assert group(short, ACTORS) == [[0, 2], [1]]
    assert group([short[0], rendering("Never", said_on=None)], ACTORS) == [[0, 1]]


def test_without_a_speaker_only_words_join():
    """Figures and names alone prove nothing when nobody knows who spoke."""
    one = rendering("All 1,340 observers from Norway will leave Karabel by 17 May", voice=NOBODY)
    other = rendering("„Alle 1.340 Beobachter aus Norwegen verlassen Karabel bis zum 17. Mai“", "de", NOBODY)
    assert group([one, other, one], ACTORS) == [[0, 2], [1]]


def test_one_mistaken_link_joins_no_two_groups():
    """Two groups need three links that agree, where there are so many pairs."""
    exact, good = Link("exact", 12.0), Link("translated", 4.0)
    links = {("a", "b"): exact, ("c", "d"): exact, ("b", "c"): good}
    assert cluster("abcd", links) == [["a", "b"], ["c", "d"]]
    links |= {("a", "c"): good, ("a", "d"): good}
    assert cluster("abcd", links) == [["a", "b", "c", "d"]]


def test_grouping_does_not_depend_on_the_order_of_links():
    """The strongest tie comes first, whoever was seen first."""
    strong, weak = Link("translated", 5.0), Link("translated", 2.5)
    links = {("a", "b"): weak, ("b", "c"): strong, ("c", "d"): weak}
    backwards = dict(reversed(links.items()))
    assert cluster("abcd", links) == cluster("abcd", backwards) == [["a"], ["b", "c"], ["d"]]


def test_a_link_tells_how_sure_it_is():
    """The weight as a probability."""
    assert Link("translated", 0.0).sure == 0.5
    assert Link("exact", 12.0).sure > 0.9999


def test_marks_and_accents_are_no_wording():
    """Folding keeps letters and digits."""
    assert fold("«Élan – 3\u00a0%!»") == "elan 3"
    assert fold("…") == ""


def test_names_are_cut_out_of_running_text():
    """Katakana and Latin runs are names where words are not set apart; single signs are none."""
    found = find_names("挪威和Tarvenko说，中文", "zh", ACTORS)
    assert found.keys == {"country:NO"}
    assert found.bones == {skeleton("Tarvenko")[:5]}
    assert find_names("シュルマンはノルウェーで", "ja", ACTORS).bones == {"srmn"}


def test_scripts_without_capitals_and_without_sounds():
    """Every Arabic word might be a name; Chinese signs have no sound that Unicode tells."""
    assert skeleton("شولمان") in find_names("قال شولمان في", "ar", ACTORS).bones
    assert find_cognates("中文 international", "zh") == frozenset()
    assert find_cognates("international", "en") == {skeleton("international")[:6]}


def test_german_nouns_are_no_names():
    """Every noun has a capital there: long words and those that open a sentence are left out."""
    found = find_names(
        "Gestern kam Tarvenko. Bundesverfassungsgericht, das Bundesverfassungsgericht.", "de", ACTORS
    )
    assert found.bones == {skeleton("Tarvenko")[:5]}


def test_two_groups_tied_through_a_third_are_joined_step_by_step():
    """A tie is counted anew when its groups have grown, and a group that is gone is passed over."""
    good, fair = Link("translated", 5.0), Link("translated", 4.0)
    links = {
        ("a", "b"): good,
        ("b", "c"): fair,
        ("a", "c"): fair,
        ("c", "d"): good,
        ("b", "d"): good,
        ("a", "d"): fair,
    }
    assert cluster("abcd", links) == [["a", "b", "c", "d"]]
    exact = Link("exact", 12.0)
    assert cluster("abc", {("a", "b"): exact, ("b", "c"): exact, ("a", "c"): exact}) == [["a", "b", "c"]]
