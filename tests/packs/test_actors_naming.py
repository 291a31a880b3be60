"""Naming sections of packs: forms, inflection, dates and topics, and the faults a contributor is told of."""

from __future__ import annotations

import pytest
from worker.errors import BadPack
from worker.packs.actors import load_actors
from worker.packs.calendar import compile_calendar
from worker.packs.countries import country_name, country_names
from worker.packs.forms import Term
from worker.packs.inflections import Inflections
from worker.packs.load import load_pack
from worker.packs.naming import naming_of
from worker.packs.naming_faults import faults_of_naming
from worker.packs.terms import TermTable
from worker.packs.topics import compile_topics


def table_of(*forms, **facts):
    table = TermTable(**facts)
    for form in forms:
        table.add(form, Term("role", form))
    table.seal()
    return table


FORMS = [
    ("minister", "Minister", True),
    ("minister", "ministers", False),
    ("minister*", "ministers", True),
    ("*minister", "Premierminister", True),
    ("*minister", "Ministerin", False),
    ("*minister*", "Außenministerin", True),
    ("US", "us", False),
    ("US", "US", True),
    ("Bild", "bild", False),
    ("Bild", "Bild", True),
]


@pytest.mark.parametrize(("form", "token", "found"), FORMS)
def test_stars_and_capitals_of_a_form(form, token, found):
    """A star stands for any letters; a form with a capital wants one."""
    assert bool(table_of(form).matches([token], 0)) is found


def test_the_longest_form_wins():
    """A secretary of state is more than a secretary."""
    table = table_of("secretary", "secretary of state")
    assert table.matches(["Secretary", "of", "State"], 0)[0].term.value == "secretary of state"
    assert table.matches(["secretary", "of", "war"], 0)[0].term.value == "secretary"


def test_an_ending_may_follow_any_name():
    """The possessive does not hide a name, at the end of several words either."""
    table = table_of("China", "Sri Lanka", endings=("'s",))
    assert table.matches(["China's"], 0)
    assert table.matches(["Sri", "Lanka's"], 0)


def test_forms_of_a_name_are_found_and_not_listed():
    """A name that declines is found in every form; a role, and a name of several words, in its own alone."""
    table = TermTable(inflections=Inflections({"nen": ("sen",), "": ("n", "ssa")}))
    for form in ("Testinen", "Koetov", "Suuri Testinen"):
        table.add(form, Term("country", form), declines=True)
    table.add("koenen", Term("role", "koenen"))
    table.seal()
    assert [entry.term.value for entry in table.starting_with("Testisen")] == ["Testinen"]
    assert [entry.words for entry in table.starting_with("Koetovssa")] == [("Koetovssa",)]
    assert not table.starting_with("koesen")
    assert len(table.exact) == 4


def test_what_a_language_lists_itself_comes_before_what_all_share():
    """The same word for the pack's organisation and the registry's person: the pack's is the first term."""
    shared, own = TermTable(), Inflections({"": ("s",)})
    shared.add("Probe", Term("person", "Ada Probe"), declines=True)
    table = TermTable(inflections=own, shared=shared)
    table.add("Probes", Term("organisation", "PROBES"))
    table.seal()
    assert [entry.term.kind for entry in table.starting_with("Probes")] == ["organisation", "person"]


@pytest.mark.parametrize("lang", ["hu", "fi", "pl", "ru"])
def test_every_form_of_a_countrys_name_means_the_country(lang):
    """Tracing a form back finds what listing all forms would have found."""
    naming = naming_of(load_pack(lang), load_actors())
    for code, name in country_names(lang):
        for form in naming.inflections.forms(name) if " " not in name else ():
            meant = {entry.term for entry in naming.terms.starting_with(form)}
            assert Term("country", code) in meant, (form, name)


def test_a_word_inside_another_is_found_wherever_it_stands():
    """Cores of any length, the shortest one letter, each once however often it comes."""
    table = table_of("*ä*", "*amt*", "*amts")
    assert [entry.words[0] for entry in table.starting_with("Probeamtsämter")] == ["*amt*", "*ä*"]
    assert [entry.words[0] for entry in table.starting_with("Amtsamts")] == ["*amts", "*amt*"]


def test_a_script_without_spaces_is_cut_by_its_forms():
    """The longest form at a character counts."""
    table = table_of("外相", "外務省", spaces=False)
    assert table.form_at("日本外務省", 2) == 3
    assert table.form_at("日本外務省", 0) == 0


def test_country_names_come_from_cldr():
    """An unknown language has none; an organisation keeps its code."""
    assert ("NO", "Norwegen") in country_names("de")
    assert country_names("xx-nothing") == ()
    assert country_name("NO") == "Norway"
    assert country_name("NATO") == "NATO"


def test_faults_of_naming_sections_are_named():
    """Unknown roles, codes and pronouns, and values that are no lists."""
    faults = faults_of_naming(
        {
            "roles": {"wizard": ["x"]},
            "organisations": {"NOPE": ["x"], "DE/nothing": ["x"]},
            "persons": {"they": ["x"]},
            "kinds": {"sport": "x"},
        },
        load_actors(),
    )
    assert len(faults) == 5


@pytest.mark.parametrize("code", ["de", "en"])
def test_naming_sections_compile_once(code):
    """The second call returns the same object."""
    pack = load_pack(code)
    assert naming_of(pack, load_actors()) is naming_of(pack, load_actors())


def test_a_calendar_knows_months_weekdays_and_days():
    """Stems count, and so do days counted from today."""
    calendar = compile_calendar(
        {"months": [["Jän*"], *([[str(i)] for i in range(11)])], "days": {"-1": ["gestern"]}}
    )
    assert calendar.word("Jänner") == ("month", 1)
    assert calendar.word("Gestern") == ("day", -1)
    assert calendar.word("nie") is None


@pytest.mark.parametrize("section", [{"months": [["Mai"]]}, {"weekdays": [["Montag"]]}])
def test_a_calendar_must_be_whole(section):
    """Half a year would date things wrongly."""
    with pytest.raises(BadPack):
        compile_calendar(section)


def test_topics_ask_in_the_packs_order():
    """The first act listed wins, with spaces and without."""
    topics = compile_topics({"REJECT": ["niemals"], "SUPPORT": ["freund*"]})
    assert topics.act_of(["Freunde", "niemals"], "") == "REJECT"
    assert topics.act_of(["Freunde"], "") == "SUPPORT"
    assert topics.act_of(["nichts"], "") is None
    assert compile_topics({"SUPPORT": ["支持*"]}, spaces=False).act_of([], "我们支持你") == "SUPPORT"
