"""Checking a pack: every fault at once, in a file that is whole, broken or only begun."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worker.errors import GiveUp
from worker.packs.actors import load_actors
from worker.packs.check import coverage_of, faults_of
from worker.packs.cldr import facts_of
from worker.packs.complete import faults_of_measured, missing_in
from worker.packs.load import known_codes, load_pack, read_pack
from worker.packs.naming_faults import faults_of_naming
from worker.packs.template import cases_template, pack_template


@pytest.mark.parametrize("code", known_codes())
def test_the_packs_are_whole(code):
    """Nothing is wrong with the packs that articles are read with, and nothing is missing."""
    assert faults_of(code) == []


def test_a_template_parses_and_lacks_nothing_but_words(tmp_path):
    """What `languages new` writes has the right form; the check asks for words, not for mending."""
    (tmp_path / "bg.toml").write_text(pack_template("bg"), encoding="utf-8")
    (tmp_path / "bg.cases.toml").write_text(cases_template("bg"), encoding="utf-8")
    faults = faults_of("bg", tmp_path)
    assert len(faults) > 10
    lacking = ("no words yet", "no forms yet", "homes is empty", "needs", "needed")
    assert [fault for fault in faults if not any(word in fault for word in lacking)] == []
    assert read_pack(tmp_path / "bg.toml").code == "bg"


@pytest.mark.parametrize("code", ["bg", "ka", "th", "ur", "am"])
def test_a_template_holds_what_cldr_knows(tmp_path, code):
    """Name, direction, months from January and weekdays from Monday, quotation marks and countries."""
    path = tmp_path / f"{code}.toml"
    path.write_text(pack_template(code), encoding="utf-8")
    pack, facts = read_pack(path), facts_of(code)
    assert pack.name == facts.name
    assert pack.script.direction == ("rtl" if code == "ur" else "ltr")
    assert pack.script.spaces == (code != "th")
    assert len(pack.tables["dates"]["months"]) == 12
    assert all(pack.tables["dates"]["weekdays"])
    assert facts.named > 200
    assert pack.marks.pairs


def test_facts_of_a_language_are_those_of_its_letters():
    """Case, ends of sentences and marks follow the script."""
    assert not facts_of("th").has_spaces
    assert "؟" in facts_of("ar").sentence_ends
    assert "„“" in facts_of("bg").marks
    assert facts_of("bg").months[0] == ("януари", "яну")
    assert facts_of("bg").weekdays[0] == ("понеделник",)


def test_a_language_that_cldr_lacks_is_given_up():
    """No template is made up for a code without facts."""
    with pytest.raises(GiveUp, match="qq"):
        facts_of("qq")


def test_every_fault_is_named_at_once(tmp_path):
    """Form, naming, dates, completeness and cases stand in one list, however broken the file is."""
    (tmp_path / "xx.toml").write_text(
        """
code = "yy"
name = "Sample"
words = 3
[script]
colour = "red"
[marks]
[syntax]
order = "sideways"
[roles]
wizard = ["wizard"]
minister = "minister"
[demonyms]
ZZZ = ["Zedlander"]
[places]
FR = ["Paris", ""]
[organisations]
"FR/wizard" = ["Wizards"]
[topics]
SHOUT = ["loud"]
[people]
"Nobody Invented" = ["N. I."]
[persons]
dual = ["both"]
[dates]
months = ["January"]
weekdays = 7
patterns = ["(?P<day>", "\\\\d+"]
[dates.days]
soon = ["soon"]
[measured]
by = "hand"
[[cues]]
frame = "say"
forms = ["said"]
act = "SHOUT"
""",
        encoding="utf-8",
    )
    listed = "\n".join(faults_of("xx", tmp_path))
    for part in (
        "code is 'yy'",
        "'words' must be a table",
        "no key 'colour'",
        "'sideways'",
        "'wizard' is unknown",
        "[roles] minister must be a list",
        "'ZZZ' is no ISO 3166 code",
        "[places] FR holds an empty word",
        "'FR/wizard'",
        "'SHOUT' is no act",
        "'Nobody Invented' is unknown",
        "'dual' is unknown",
        "months must be 12 lists",
        "weekdays must be 7 lists",
        "no regular expression",
        "needs groups year, month, day",
        "'soon' must be a number of days",
        "[measured] has no key 'by'",
        "[measured] on is missing",
        "act 'SHOUT' is unknown",
        "a press needs 40",
        "there are no cases",
    ):
        assert part in listed


def test_a_file_that_is_no_toml_is_one_fault(tmp_path):
    """The line is named; nothing else can be said of it."""
    (tmp_path / "xx.toml").write_text("code = \n", encoding="utf-8")
    (fault,) = faults_of("xx", tmp_path)
    assert "line 1" in fault
    assert faults_of("yy", tmp_path) == ["there is no yy.toml"]


def test_faults_of_cases_are_named(tmp_path):
    """A case needs what it is about, its text and its statements."""
    (tmp_path / "bg.toml").write_text(pack_template("bg"), encoding="utf-8")
    cases = tmp_path / "bg.cases.toml"
    cases.write_text('[[case]]\nabout = "nothing"\n', encoding="utf-8")
    faults = faults_of("bg", tmp_path)
    assert "bg.cases.toml: [[case]] number 1: 'text' is missing" in faults
    assert "bg.cases.toml: there are 1 cases; 25 are needed at least" in faults
    cases.write_text("[[case", encoding="utf-8")
    assert any("bg.cases.toml: not readable" in fault for fault in faults_of("bg", tmp_path))


SECTION = st.sampled_from(
    [
        "roles",
        "demonyms",
        "places",
        "countries",
        "dates",
        "topics",
        "kinds",
        "measured",
        "cues",
        "words",
        "marks",
    ]
)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(section=SECTION, value=VALUE)
def test_no_table_breaks_the_check(section, value):
    """Whatever stands in a section is a fault or is sound; it never ends the check."""
    table = {section: value}
    sound = table if isinstance(value, dict) or section == "cues" else {}
    assert isinstance(faults_of_naming(table, load_actors()) + missing_in(sound), list)


def test_measured_figures_need_their_day_and_data():
    """A figure without its data set is no measurement."""
    assert faults_of_measured({}) == []
    assert "[measured] data is missing" in faults_of_measured({"all": 80})
    assert "[measured] all must be per cent" in faults_of_measured({"all": "good"})


def test_coverage_counts_what_a_pack_holds():
    """Words, not sections, are counted; figures come from [measured]."""
    english = coverage_of("en")
    assert english.roles > 100
    assert english.cases
    assert english.all
    assert load_pack("el") is not None
    assert coverage_of("el").all is None
