"""Where clauses begin and end, and what kind of clause follows a cue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait
from worker.quotations.inserted import resumes
from worker.quotations.moods import reports

if TYPE_CHECKING:
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

FINITE = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES
SEPARATORS = Trait.COMMA | Trait.COLON | Trait.DASH
IN_PHRASE = Trait.ARTICLES | Trait.OBJECTS | Trait.PREPOSITIONS | Trait.AS
SEMICOLONS = frozenset(";；؛")
DENSE = "\u2e80"  # from here on a letter is a syllable or a word (Chinese, Korean) and counts for three
SENTENCE_SIGNS = ".!?,;؟…。！？，；"  # ";" asks in Greek
UNTOLD = Trait.RELATIVES | Trait.INFINITIVES  # no verb goes on with the clause before: "and to tell"
MAX_TO_VERB = 4  # tokens: ", hat er gesagt"
MAX_SHORT_ASIDE = 12  # tokens: "without giving any proof"
Range = tuple[int, int]


def is_speech(sentence: Sentence, k: int) -> bool:
    """Tell a quotation from a title or an emphasis: several words, or punctuation before the closing mark."""
    text, start, end = sentence.text, sentence.starts[k], sentence.ends[k]
    if k and sentence.words[k - 1].traits & IN_PHRASE and not sentence.words[k - 1].traits & Trait.CAPITAL:
        return False
    if _leads(sentence, k):
        return True
    if resumes(text, start, end):
        return True
    inside = text[start + 1 : end - 1].strip()  # « Non ! »
    dense = 2 * sum(letter >= DENSE for letter in inside)
    return end - start + dense > 25 or inside[-1:] in tuple(SENTENCE_SIGNS) or inside.count(" ") >= 3


def _leads(sentence: Sentence, k: int) -> bool:
    """Tell a quotation at the start, or behind a colon, that a clause goes on from: “No,” said X."""
    words = sentence.words
    if k + 2 >= len(words) or not (k == 0 or words[k - 1].traits & Trait.COLON):
        return False
    if k and not has(sentence, k + 1, k + MAX_TO_VERB, Trait.REPORTING):
        return False
    if words[k + 1].traits & (Trait.COMMA | Trait.DASH):
        return True
    return bool(words[k + 1].traits & Trait.REPORTING) and not _is_name(sentence, k)


def _is_name(sentence: Sentence, k: int) -> bool:
    """Tell “BBC News” from “Why?”: every word has a capital, and nothing ends a sentence."""
    inside = sentence.text[sentence.starts[k] + 1 : sentence.ends[k] - 1]
    return all(word[:1].isupper() for word in inside.split()) and inside[-1:] not in tuple(SENTENCE_SIGNS)


def clause_of(sentence: Sentence, hit: CueHit) -> Range:
    """Return the tokens of the reporting clause: between the separators around cue and finite verb."""
    words = sentence.words
    left = min(hit.finite, hit.first)
    while left > 0 and not _bounds(sentence, left - 1):
        left -= 1
    right = max(hit.last, hit.particle + 1)  # "gab der Leiter, X, bekannt, dass …"
    while right < len(words) and not _bounds(sentence, right):
        right += 1
    return left, right


def _bounds(sentence: Sentence, k: int) -> bool:
    traits = sentence.words[k].traits
    if traits & Trait.QUOTE:
        return is_speech(sentence, k)
    return bool(traits & (PUNCTUATION & ~Trait.BRACKET))


def end_of_content(sentence: Sentence, begin: int, later: list[CueHit]) -> int:
    """Return where content that begins at a token stops: at the sentence's end or before "and demanded …"."""
    words = sentence.words
    joint = next((at for hit in later if (at := _joint(sentence, begin, hit)) >= 0), -1)
    if joint >= 0:
        return joint
    own = _own_clause(sentence, begin, later)
    for k in range(begin + 2, min(own, len(words) - 1)):
        if words[k].low in SEMICOLONS and not reports(sentence, k, len(words)):
            return k
        if words[k].traits & Trait.COLON and any(hit.finite > k for hit in later):
            return k  # "criticised the law: “…”, said X" is told by the second verb
        following = words[k + 1].traits
        turns = following & Trait.TURNS or (following & Trait.GERUNDS and following & Trait.REPORTING)
        if words[k].traits & Trait.COMMA and turns:
            return k
        if words[k].traits & Trait.QUOTE and sentence.text[sentence.ends[k] - 2] == ",":
            again = has(sentence, k + 2, k + 3, Trait.COMPLEMENTIZERS)  # “…,” and that “…”
            joined = following & Trait.CONJUNCTIONS and not again
            if joined or turns:
                return k + 1  # American typesetting: the comma inside the marks ends the clause
    return own


def _own_clause(sentence: Sentence, begin: int, later: list[CueHit]) -> int:
    """Return where a later verb begins the clause that leads to a quotation: "rejected it, X said: “…”"."""
    words = sentence.words
    for hit in later:
        left, right = clause_of(sentence, hit)
        leads = (
            right + 1 < len(words)
            and words[right].traits & Trait.COLON
            and words[right + 1].traits & Trait.QUOTE
        )
        opened = words[left].traits & (Trait.COMPLEMENTIZERS | Trait.CONJUNCTIONS | Trait.CONDITIONALS)
        joined = words[hit.finite - 1].traits & Trait.CONJUNCTIONS  # "sagte, A sei B und fügte hinzu: „…“"
        if (
            leads
            and hit.cue.frame in VERBAL
            and left > begin
            and not (opened or joined)
            and words[left - 1].traits & Trait.COMMA
        ):
            return left - 1
    return len(words)


def _joint(sentence: Sentence, begin: int, hit: CueHit) -> int:
    """Return where a later verb goes on with the clause before the content, -1 where it belongs to it."""
    words = sentence.words
    at = min(hit.first, hit.finite if hit.finite >= begin else hit.first)
    if at <= begin + 1 or hit.cue.frame in ("source", "noun") or words[at].traits & UNTOLD:
        return -1
    if hit.opens and words[at].traits & Trait.GERUNDS:
        return at
    joint = at - 1
    while joint > begin + 1 and words[joint].traits & (Trait.ADVERBS | Trait.OBJECTS):
        joint -= 1  # ", de azt is jelezte": small words between the conjunction and its verb
    if not words[joint].traits & Trait.CONJUNCTIONS:
        return -1
    parted = words[joint - 1].traits & (Trait.COMMA | Trait.QUOTE)
    if joint < at - 1:
        return joint if parted else -1
    plain = reports(sentence, begin, joint) and not reports(sentence, at, at + 1)  # "A sei B und fügte hinzu"
    return joint if hit.opens or parted or plain or not _has_separator(sentence, begin, joint) else -1


def _has_separator(sentence: Sentence, first: int, last: int) -> bool:
    return any(word.traits & (SEPARATORS | Trait.COMPLEMENTIZERS) for word in sentence.words[first:last])


def end_of_subordinate(sentence: Sentence, begin: int, end: int) -> int:
    """Stop where the main clause goes on: ", that A, has led to B"."""
    words = sentence.words
    verb = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES
    for k in range(begin + 3, end - 1):
        following = words[k + 1].traits
        turns = words[k].traits & Trait.COMMA and following & verb and not following & Trait.SUBJUNCTIVES
        if turns and has(sentence, begin + 1, k, verb | Trait.REPORTING):
            return k  # without a verb so far it is the clause itself that goes on: "that X, alas, has …"
    return end


def is_reported(sentence: Sentence, begin: int, end: int) -> bool:
    """Tell a clause in the subjunctive from a relative clause or an aside."""
    words = sentence.words
    limit = end
    for k in range(begin + 1, end):
        if words[k].traits & (PUNCTUATION & ~Trait.BRACKET):
            limit = k
            break
    if (
        words[begin].traits & Trait.RELATIVES
        and words[limit - 1].traits & (Trait.VERBS | Trait.SUBJUNCTIVES | Trait.AUXILIARIES)
        and limit - begin > 2
        and not reports(sentence, begin + 1, limit - 2)
    ):
        return False
    colon = next((k for k in range(begin, end) if words[k].traits & Trait.COLON), end)
    return reports(sentence, begin, colon) or has(sentence, begin, colon, Trait.QUOTE)


def is_wish(sentence: Sentence, begin: int, end: int) -> bool:
    """Tell what somebody shall do from a relative clause: a modal verb or a mood, no preposition first."""
    opener = sentence.words[begin].traits
    if opener & Trait.PREPOSITIONS and not opener & Trait.ARTICLES:
        return False
    limit = next((k for k in range(begin + 1, end) if sentence.words[k].traits & Trait.COMMA), end)
    last = limit - 2 if sentence.words[limit - 1].traits & Trait.STOP else limit - 1
    if opener & Trait.RELATIVES and sentence.words[last].traits & FINITE:
        return False
    return has(sentence, begin, limit, FINITE | Trait.SUBJUNCTIVES | Trait.QUOTE)


def is_infinitive(sentence: Sentence, begin: int, end: int) -> bool:
    """Tell an infinitive that says what was promised or asked from a relative or final clause."""
    words = sentence.words
    opener = words[begin].traits
    if opener & (Trait.RELATIVES | Trait.CONDITIONALS) and not opener & (Trait.ARTICLES | Trait.OBJECTS):
        return False  # also "um … zu", "in order to"
    limit = next((k for k in range(begin + 1, end) if words[k].traits & Trait.COMMA), end)
    last = limit - 2 if words[limit - 1].traits & Trait.STOP else limit - 1
    closed = words[last].traits & FINITE and not words[last - 1].traits & Trait.INFINITIVES
    relative = opener & Trait.RELATIVES and closed  # "den er zu prüfen hat"
    return not relative and has(sentence, begin, limit, Trait.INFINITIVES)


def behind_aside(sentence: Sentence, begin: int, end: int) -> int:
    """Return where the clause begins behind an aside: "claims, without giving proof, | that …"."""
    words = sentence.words
    opener = words[begin].traits
    if opener & Trait.PREPOSITIONS and not opener & (Trait.COMPLEMENTIZERS | Trait.INFINITIVES):
        for k in range(begin + 2, min(end - 1, begin + MAX_SHORT_ASIDE)):
            if words[k].traits & (Trait.STOP | Trait.QUOTE | FINITE):
                break
            if words[k].traits & Trait.COMMA and words[k + 1].traits & Trait.COMPLEMENTIZERS:
                return k + 1
    return begin


def is_open_question(opener: int) -> bool:
    """Tell "if", "om", "of" from "that": words that open questions also join clauses or phrases otherwise."""
    other = Trait.PREPOSITIONS | Trait.CONJUNCTIONS | Trait.CONDITIONALS
    return bool(opener & Trait.COMPLEMENTIZERS and opener & other)


def has(sentence: Sentence, first: int, last: int, trait: int) -> bool:
    """Tell whether a token between two has a trait."""
    return any(word.traits & trait for word in sentence.words[first:last])


def complementizer_in(sentence: Sentence, first: int, last: int) -> int:
    """Return the first complementizer between two tokens, -1 without one; "after that" tells a time."""
    time = Trait.TIMES | Trait.PREPOSITIONS
    words = sentence.words
    for k in range(first, last):
        if words[k].traits & Trait.COMPLEMENTIZERS and (k == 0 or words[k - 1].traits & time != time):
            return k
    return -1
