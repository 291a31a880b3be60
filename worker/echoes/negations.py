"""Words that turn a sentence round: two wordings that differ by one are two statements, however alike."""

from __future__ import annotations

import re
import unicodedata

# Compared within one language only, after folding; "t" is what folding leaves of "won't".
_WORDS = {
    "ar": "لا لن لم ليس ليست",
    "bg": "не няма никога",
    "ca": "no mai cap",
    "cs": "ne neni nikdy zadny",
    "da": "ikke ingen aldrig",
    "de": "nicht kein keine keinen keinem keiner nie niemals",
    "el": "δεν μην ποτε",
    "en": "not no never t cannot",
    "es": "no nunca jamas ningun ninguna",
    "fa": "نه نیست نخواهد",
    "fi": "en et ei emme ette eivat",
    "fr": "pas jamais aucun aucune",
    "he": "לא אין",
    "hi": "नही",
    "id": "tidak bukan takkan",
    "it": "non mai nessun nessuna",
    "nl": "niet geen nooit",
    "no": "ikke ingen aldri",
    "pl": "nie nigdy zaden zadna",
    "pt": "nao nunca nenhum nenhuma",
    "ro": "nu niciodata",
    "ru": "не нет никогда",
    "sr": "не ne nikad",
    "sv": "inte ingen inget inga aldrig",
    "tr": "degil hicbir asla",
    "uk": "не ні ніколи",
    "vi": "khong chua",
}
_NEGATIONS = {lang: frozenset(words.split()) for lang, words in _WORDS.items()}
# Where words are not set apart, or a verb carries it inside.
_SIGNS = {
    "zh": re.compile("[不没沒無无未]"),
    "ja": re.compile("ない|なかっ|ません"),
    "ko": re.compile(unicodedata.normalize("NFKD", "않|없|아니")),  # folding takes syllables apart
    "th": re.compile("ไม"),
}


def count_negations(folded: str, lang: str) -> int:
    """Return how often a folded text says no; 0 for a language that nobody listed."""
    signs = _SIGNS.get(lang)
    if signs is not None:
        return len(signs.findall(folded))
    words = _NEGATIONS.get(lang, frozenset())
    return sum(word in words for word in folded.split())
