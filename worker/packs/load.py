"""Reading language packs from ``config/languages``; a faulty one is refused with every fault named."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from worker.errors import BadPack
from worker.packs.attached import Cutter
from worker.packs.cue import Cue
from worker.packs.joints import spelled_names
from worker.packs.language import LanguagePack, Marks, Script, Syntax
from worker.packs.lexicon import WORD_CLASSES, Lexicon
from worker.packs.schema import faults_of_table
from worker.packs.shelves import joints_of
from worker.packs.spelling import combining_signs, spelling_of
from worker.settings import config_dir
from worker.shapes import Boilerplate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# A word may hold inner apostrophes, hyphens and dots ("al-Assad", "U.S"); anything else stands alone.
NAMED = ("countries", "demonyms", "places", "people", "roles", "titles")  # sections whose words are whole
NUMBER = r"[^\W\d_]{0,3}+\d+(?:[.,:]\d+)+|"  # "10:05", "3,5", "1.200" and "Rp46,394" are one word
REST = r"|\.\.\.|[^\w\s]|_"
WORD = NUMBER + r"[^\W_]++(?:[’'\-‑·.][^\W_]++)*+" + REST
COLON_WORD = NUMBER + r"[^\W_]++(?:[’'\-‑·.:][^\W_]++)*+|\.\.\.|[^\w\s]|_"  # "EU:s", "UD:n"
ELIDING_WORD = (
    NUMBER + r"[^\W_]{1,6}[’'](?=\w)|[^\W_]++(?:[\-‑·.][^\W_]++)*+|\.\.\.|[^\w\s]|_"
)  # "l'" + "accord"


def languages_dir() -> Path:
    """Return the folder of the packs."""
    return config_dir() / "languages"


def known_codes() -> tuple[str, ...]:
    """Return the codes of all packs, sorted."""
    return tuple(sorted(path.stem for path in languages_dir().glob("*.toml")))


@lru_cache(maxsize=64)
def load_pack(code: str) -> LanguagePack | None:
    """Return one compiled pack, None when there is no file for the code.

    Raises:
        BadPack: the file breaks the format; all faults are listed.
    """
    path = languages_dir() / f"{code}.toml"
    return read_pack(path) if re.fullmatch(r"[a-z]{2,3}", code) and path.exists() else None


def boilerplate_for(code: str) -> Boilerplate:
    """Return a language's rules for lines that are no article text; none for a language without a pack."""
    pack = load_pack(code)
    return pack.boilerplate if pack else Boilerplate()


def read_pack(path: Path) -> LanguagePack:
    """Parse, check and compile one pack file."""
    table = read_table(path)
    faults = faults_of_table(table)
    if table.get("code") not in (None, path.stem):
        faults.append(f"code is '{table['code']}' but the file is named {path.name}")
    if faults:
        raise BadPack(path.name, faults)
    return compile_pack(table)


def read_table(path: Path) -> dict[str, Any]:
    """Parse one TOML file; a syntax error or a wrong encoding is a fault of the pack."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(path.name, [f"not readable as TOML: {error}"]) from error


def compile_pack(table: dict[str, Any]) -> LanguagePack:
    """Build the pack of a table that the schema accepted."""
    facts = dict(table["script"])
    facts["abbreviations"] = frozenset(word.lower().rstrip(".") for word in facts.get("abbreviations", ()))
    facts.update({key: tuple(facts.get(key, ())) for key in ("folds", "attached", "enclitics", "alternates")})
    script = Script(**facts)
    marks = table["marks"]
    lexicon = _lexicon_of(table, script)
    names = () if script.spaces and not script.syllables else spelled_names(table)
    return LanguagePack(
        code=table["code"],
        name=table["name"],
        version=str(table.get("version", "1")),
        script=script,
        marks=Marks(
            tuple(marks.get("pairs", ())),
            tuple(marks.get("inner", ())),
            marks.get("dash", False),
            marks.get("inserts", False),
            script.joiners,
            lexicon.spelling.attached,
        ),
        syntax=Syntax(**table["syntax"]),
        lexicon=lexicon,
        tokens=_token_pattern(lexicon, script, names),
        single=re.compile(WORD) if script.syllables else None,
        cutter=Cutter(lexicon, script.enclitics) if script.attached or script.enclitics else None,
        boilerplate=Boilerplate(**{key: tuple(words) for key, words in table.get("boilerplate", {}).items()}),
        tables={
            key: value
            for key, value in table.items()
            if key not in ("words", "cues", "script", "marks", "syntax")
        },
    )


def _lexicon_of(table: dict[str, Any], script: Script) -> Lexicon:
    lexicon = Lexicon(
        capital_nouns=script.capital_nouns,
        sentence_ends=frozenset(script.sentence_ends) | {"..."},
        spelling=spelling_of(script),
    )
    fold = lexicon.spelling.fold
    for name, forms in table["words"].items():
        trait = WORD_CLASSES[name]
        for form in forms:
            lexicon.add_word(form, trait)
    for word in _named_words(table) if script.attached else ():
        lexicon.add_word(word, WORD_CLASSES["whole"])
    for name, forms in table.get("channels", {}).items() if script.attached else ():
        for form in () if name == "to" else forms:
            lexicon.add_word(form.split()[0], WORD_CLASSES["outlets"])
    for entry in table["cues"]:
        facts = {key: value for key, value in entry.items() if key != "forms"}
        facts.setdefault("act", "STATE")
        facts["by"] = tuple(fold(word) for word in facts.get("by", ()))
        if "particle" in facts:
            facts["particle"] = fold(facts["particle"])
        cue = Cue(**facts)
        for form in entry["forms"]:
            lexicon.add_cue([form] if script.syllables or not script.spaces else form.split(), cue)
    lexicon.seal()
    return lexicon


def _named_words(table: dict[str, Any]) -> Iterator[str]:
    """Yield the words of names that a pack lists: nothing is cut off them."""
    for section in NAMED:
        for forms in table.get(section, {}).values():
            lists = forms.values() if isinstance(forms, dict) else (forms,)
            yield from (word for names in lists for form in names for word in form.split())


def _token_pattern(lexicon: Lexicon, script: Script, names: Iterable[str]) -> re.Pattern[str]:
    if script.colon_endings:
        return re.compile(COLON_WORD)
    if script.syllables:
        return re.compile(_compounds({*lexicon.words, *lexicon.cues, *names}) + WORD)
    if script.spaces:
        return re.compile(ELIDING_WORD if script.elides else _word_pattern(script))
    # Without spaces the pack's own words and names are the joints; the rest goes by script runs.
    words = {*lexicon.words, *lexicon.cues, *lexicon.stems, *lexicon.cue_stems}
    joints = joints_of({*words, *names})
    return re.compile(rf"{joints}|{NUMBER}[A-Za-z0-9À-ɏ]+(?:[’'\-.][A-Za-z0-9]+)*|[ァ-ヺー]+|[^\w\s]|\w")


def _compounds(forms: set[str]) -> str:
    """Return the pattern of the words that are written as several: "cho biết" is one word."""
    several = {form.lower() for form in forms if " " in form}
    return rf"(?i:(?:{joints_of(several)})(?!\w))|" if several else ""


def _word_pattern(script: Script) -> str:
    """Return the pattern of a word, with the signs that the script sets on or between letters."""
    if not (script.vowel_signs or script.joiners):
        return WORD
    signed = sorted(word for word in script.abbreviations if word and not word[-1].isalnum())  # "פרופ'"
    marked = "".join(rf"(?<!\w){re.escape(word)}(?!\w)|" for word in signed)
    letters = rf"[^\W_]+(?:[{combining_signs()}]+[^\W_]*)*" if script.vowel_signs else r"[^\W_]+"
    return rf"{NUMBER}{marked}{letters}(?:[’'\-‑·.{re.escape(script.joiners)}]{letters})*{REST}"
