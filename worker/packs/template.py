"""A new language pack to fill in: what CLDR knows, and every list empty beside its English words.

The English pack is the pattern: a section, a frame or a role added there is asked of every new language.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from worker.packs.cldr import facts_of
from worker.packs.load import languages_dir, read_table
from worker.packs.naming_faults import FREE

if TYPE_CHECKING:
    from worker.packs.cldr import LanguageFacts

SHOWN = 4  # English words shown beside an empty list
OWN = frozenset(
    {
        "code",
        "name",
        "version",
        "script",
        "marks",
        "syntax",
        "words",
        "cues",
        "countries",
        "dates",
        "measured",
    }
)
EXPLAINED = {
    "boilerplate": "Lines of a page that are no article text.",
    "demonyms": "Adjectives and people of countries; a star stands for any ending.",
    "places": "A capital or a palace stands for its government.",
    "organisations": "Bodies: a code of organisations.toml, or country/role. Add those of your press.",
    "roles": "Offices and institutions, lower case, with every form the press writes.",
    "titles": "Words before a name.",
    "persons": "Personal pronouns.",
    "kinds": "Words that tell what a speaker or a source is.",
    "channels": '"to" are words that an outlet\'s name follows ("told …"), "nouns" end such names ("News").',
    "objects": "What is turned down: a claim is denied, a demand rejected.",
    "topics": "What the words of a neutral cue do; the first act listed is asked first.",
}


def pack_template(code: str) -> str:
    """Return the text of ``<code>.toml``: it parses, and ``languages check`` names what it lacks.

    Raises:
        GiveUp: CLDR does not know the language.
    """
    facts = facts_of(code)
    english = read_table(languages_dir() / "en.toml")
    parts = [
        _head(code, facts),
        _words(english["words"]),
        _cues(english["cues"]),
        _countries(facts),
        *(_section(name, table) for name, table in english.items() if name not in OWN),
        _dates(facts),
    ]
    return "\n".join(parts)


def cases_template(code: str) -> str:
    """Return the text of the language's cases: one found and one left alone, to be written over."""
    return f"""# Cases of config/languages/{code}.toml: at least 25 sentences of your own, persons invented.
# A case says what is right, never what comes out. Write over both examples, then add the others: marks
# before and behind the speaker, a that-clause, "according to", a demand, a denial, a condemnation, and
# sentences to leave alone.

[[case]]
about = "marks before the verb"
text = '''"We will answer soon," said the minister.'''
statements = [
  {{ kind = "direct", speaker = "the minister", act = "STATE", text = '''"We will answer soon,"''' }},
]

[[case]]
about = "plain facts stay alone"
text = '''The conference lasted two days.'''
statements = []
"""


def _head(code: str, facts: LanguageFacts) -> str:
    return "\n".join(
        (
            f"# {facts.english}. Forms are lower case; a star stands for any ending.",
            "# docs/add-a-language.md explains the sections; beside empty lists stand the English words.",
            f"code = {_quoted(code)}",
            f"name = {_quoted(facts.name)}",
            'version = "1"',
            "",
            "[script]",
            f"direction = {_quoted(facts.direction)}",
            f"case = {_quoted(facts.has_case)}  # capitals mark names",
            f"spaces = {_quoted(facts.has_spaces)}  # words stand apart",
            f"sentence_ends = {_quoted(facts.sentence_ends)}",
            "abbreviations = []  # without their last stop: dr, prof, a.m",
            "",
            "[marks]",
            f"pairs = {_quoted(list(facts.marks))}  # strike what the press does not write",
            "inner = []",
            "",
            "[syntax]",
            'order = "before"  # where the subject stands: before the verb, after it, "second", "last" …',
            "",
        )
    )


def _words(classes: dict[str, list[str]]) -> str:
    lines = [f"{name} = []{_beside(forms)}" for name, forms in classes.items()]
    return "\n".join(("[words]", *lines, ""))


def _cues(cues: list[dict[str, Any]]) -> str:
    blocks = []
    for cue in cues:
        keys = [
            f"{key} = {_quoted(value)}" for key, value in cue.items() if key not in ("forms", "by", "bare")
        ]
        blocks.append("\n".join(("[[cues]]", *keys, f"forms = []{_beside(cue['forms'])}")))
    return "\n".join((*blocks, ""))


def _countries(facts: LanguageFacts) -> str:
    names = ", ".join(f"{code} {name}" for code, name in facts.countries)
    return "\n".join(
        (
            f"# CLDR names {facts.named} countries in this language, among them: {names}.",
            "# Add below what the press writes instead: short forms, older names, names with an article.",
            "[countries]",
            "homes = []  # countries whose press writes in this language, the largest first",
            "",
        )
    )


def _section(name: str, table: dict[str, Any]) -> str:
    lines, nested = [], []
    for key, forms in table.items():
        if isinstance(forms, dict):
            nested.append(f"[{name}.{key}]\n")
        elif name == "channels" and key not in FREE:
            continue  # channels are named by their own name; the press of each country has its own
        else:
            lines.append(f"{_key(key)} = []{_beside(forms)}")
    return "\n".join((f"# {EXPLAINED.get(name, '')}", f"[{name}]", *lines, "", *nested))


def _dates(facts: LanguageFacts) -> str:
    return "\n".join(
        (
            "[dates]",
            f"months = {_quoted([list(forms) for forms in facts.months])}",
            f"weekdays = {_quoted([list(forms) for forms in facts.weekdays])}",
            "[dates.days]",
            "0 = []  # today, tonight",
            "-1 = []  # yesterday",
            "",
        )
    )


def _beside(forms: list[str]) -> str:
    return f"  # {', '.join(forms[:SHOWN])}" if forms else ""


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _quoted(key)


def _quoted(value: object) -> str:
    """Return a value as TOML writes it; JSON's strings and lists are TOML's, too."""
    return json.dumps(value, ensure_ascii=False)
