"""Where what was said stands: after the cue, before it, on both sides, or as its object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.moods import reports

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.chunks import Chunk
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

FINITE = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES
BESIDE_OBJECT = Trait.NEGATIONS | Trait.ADVERBS | Trait.TIMES
SEPARATORS = Trait.COMMA | Trait.COLON | Trait.DASH
MIN_BARE = 3  # tokens of a clause that follows a cue without any sign
IN_PHRASE = Trait.ARTICLES | Trait.OBJECTS | Trait.PREPOSITIONS | Trait.AS
SEMICOLONS = frozenset(";；؛")
SENTENCE_SIGNS = ".!?,…。！？"
Range = tuple[int, int]


def is_speech(sentence: Sentence, k: int) -> bool:
    """Tell a quotation from a title or an emphasis: several words, or punctuation before the closing mark."""
    text, start, end = sentence.text, sentence.starts[k], sentence.ends[k]
    if k and sentence.words[k - 1].traits & IN_PHRASE and not sentence.words[k - 1].traits & Trait.CAPITAL:
        return False
    if k == 0 and len(sentence) > 2 and sentence.words[1].traits & (Trait.COMMA | Trait.DASH):
        return True
    return end - start > 25 or text[end - 2] in SENTENCE_SIGNS or text.count(" ", start, end) >= 3


def clause_of(sentence: Sentence, hit: CueHit) -> Range:
    """Return the tokens of the reporting clause: between the separators around cue and finite verb."""
    words = sentence.words
    left = min(hit.finite, hit.first)
    while left > 0 and not _bounds(sentence, left - 1):
        left -= 1
    right = hit.last
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
    for hit in later:
        at = min(hit.first, hit.finite if hit.finite >= begin else hit.first)
        if (
            at <= begin + 1
            or not words[at - 1].traits & Trait.CONJUNCTIONS
            or hit.cue.frame in ("source", "noun")
        ):
            continue
        if words[at - 2].traits & (Trait.COMMA | Trait.QUOTE) or not _has_separator(sentence, begin, at - 1):
            return at - 1
    for k in range(begin + 2, len(words) - 1):
        if words[k].low in SEMICOLONS and not reports(sentence, k, len(words)):
            return k
        if words[k].traits & Trait.COLON and any(hit.finite > k for hit in later):
            return k  # "criticised the law: “…”, said X" is told by the second verb
        following = words[k + 1].traits
        turns = following & Trait.TURNS or (following & Trait.GERUNDS and following & Trait.REPORTING)
        if words[k].traits & Trait.COMMA and turns:
            return k
        if words[k].traits & Trait.QUOTE and sentence.text[sentence.ends[k] - 2] == ",":
            again = _has(sentence, k + 2, k + 3, Trait.COMPLEMENTIZERS)  # “…,” and that “…”
            joined = following & Trait.CONJUNCTIONS and not again
            if joined or turns:
                return k + 1  # American typesetting: the comma inside the marks ends the clause
    return len(words)


def _has_separator(sentence: Sentence, first: int, last: int) -> bool:
    return any(word.traits & (SEPARATORS | Trait.COMPLEMENTIZERS) for word in sentence.words[first:last])


def content_after(
    sentence: Sentence, hit: CueHit, clause: Range, end: int, pack: LanguagePack
) -> list[Range]:
    """Return content that follows the clause: in marks, after a colon, as a clause or an infinitive."""
    words = sentence.words
    right = clause[1]
    inside = _complementizer_in(sentence, hit.last, right)
    if hit.cue.frame == "noun" and pack.syntax.bare_clause and inside != hit.last:
        return []  # "the claim that …", never "the claim in court, that …"
    if inside >= 0 and not (pack.syntax.bare_clause and _has(sentence, hit.last, inside, FINITE)):
        return [(inside, end_of_subordinate(sentence, inside, end))]
    if right >= len(words):
        return []
    sign = words[right].traits
    begin = right if sign & Trait.QUOTE else right + 1
    if begin >= end:
        return []
    if sign & (Trait.QUOTE | Trait.COLON) or (
        words[begin].traits & Trait.QUOTE and is_speech(sentence, begin)
    ):
        return [(begin, end)]
    return _after_comma(sentence, hit, begin, end, pack) if sign & Trait.COMMA else []


def _after_comma(sentence: Sentence, hit: CueHit, begin: int, end: int, pack: LanguagePack) -> list[Range]:
    """Return a clause parted from its cue by a comma, when its first words or its mood show a report."""
    words = sentence.words
    opener = words[begin].traits
    second = words[begin + 1].traits if begin + 1 < end else 0
    if opener & Trait.COMPLEMENTIZERS or (opener & Trait.PREPOSITIONS and second & Trait.COMPLEMENTIZERS):
        return [(begin, end_of_subordinate(sentence, begin, end))]
    if pack.syntax.comma_clause and _reported_clause(sentence, begin, end):
        return [(begin, end)]
    if opener & (Trait.RELATIVES | Trait.CONDITIONALS) and not opener & Trait.ARTICLES:
        return []
    if not pack.syntax.infinitive_clause:
        return []
    if _infinitive(sentence, begin, end) or (hit.cue.frame == "demand" and _wish(sentence, begin, end)):
        return [(begin, end_of_subordinate(sentence, begin, end))]
    return []


def end_of_subordinate(sentence: Sentence, begin: int, end: int) -> int:
    """Stop where the main clause goes on: ", that A, has led to B"."""
    words = sentence.words
    verb = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES
    for k in range(begin + 3, end - 1):
        following = words[k + 1].traits
        if words[k].traits & Trait.COMMA and following & verb and not following & Trait.SUBJUNCTIVES:
            return k
    return end


def _reported_clause(sentence: Sentence, begin: int, end: int) -> bool:
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
    ):
        return False
    return reports(sentence, begin, end) or _has(sentence, begin, end, Trait.QUOTE)


def _wish(sentence: Sentence, begin: int, end: int) -> bool:
    """Tell what somebody shall do from a relative clause: a modal verb or a mood, and no preposition first."""
    opener = sentence.words[begin].traits
    if opener & Trait.PREPOSITIONS and not opener & Trait.ARTICLES:
        return False
    limit = next((k for k in range(begin + 1, end) if sentence.words[k].traits & Trait.COMMA), end)
    return _has(sentence, begin, limit, FINITE | Trait.SUBJUNCTIVES | Trait.QUOTE)


def _infinitive(sentence: Sentence, begin: int, end: int) -> bool:
    words = sentence.words
    opener = words[begin].traits
    if opener & (Trait.RELATIVES | Trait.CONDITIONALS) and not opener & Trait.ARTICLES:
        return False  # also "um … zu", "in order to"
    limit = next((k for k in range(begin + 1, end) if words[k].traits & Trait.COMMA), end)
    return _has(sentence, begin, limit, Trait.INFINITIVES)


def _has(sentence: Sentence, first: int, last: int, trait: int) -> bool:
    return any(word.traits & trait for word in sentence.words[first:last])


def _complementizer_in(sentence: Sentence, first: int, last: int) -> int:
    for k in range(first, last):
        if sentence.words[k].traits & Trait.COMPLEMENTIZERS:
            return k
    return -1


def content_before(sentence: Sentence, clause: Range, begin: int) -> list[Range]:
    """Return content that ends right before the clause: a quotation, or clauses closed by a comma."""
    words = sentence.words
    left = clause[0]
    if left - 1 < begin or left < 1:
        return []
    sign = words[left - 1].traits
    if words[left].traits & Trait.CONJUNCTIONS:
        return []
    if sign & (Trait.COMMA | Trait.DASH) and left - 1 > begin:
        return [(_start_of_content(sentence, begin, left - 1), left - 1)]
    asked = sign & Trait.STOP and sentence.text[sentence.starts[left - 1]] in "!?"  # "Why not? asked X"
    if sign & Trait.QUOTE or asked:
        return [(_start_of_content(sentence, begin, left), left)]
    return []


def _start_of_content(sentence: Sentence, begin: int, end: int) -> int:
    """Leave out what introduces a quotation: "was content: “A”, he said"."""
    words = sentence.words
    if end - 2 > begin and words[end - 1].traits & Trait.QUOTE and words[end - 2].traits & Trait.COLON:
        return end - 1
    return begin


def object_of(sentence: Sentence, hit: CueHit, end: int, speaker: Chunk | None) -> list[Range]:
    """Return what a cue has for an object: all of its clause but subject and verb."""
    first = hit.finite + 1
    if speaker is not None and speaker.first >= first:
        first = max(first, speaker.last)
    if hit.finite < hit.first:  # "has … condemned", "hat … verurteilt, wonach …"
        ranges = [(first, hit.first), (hit.last, end)]
    else:
        ranges = [(max(first, hit.last), hit.particle if 0 <= hit.particle < end else end)]
        if 0 <= hit.particle < end:
            ranges.append((hit.particle + 1, end))
    words = sentence.words
    found = []
    for first, last in ranges:
        start = first
        while start < last and (beside := _beside(sentence, start, last)):
            start += beside
        if any(not word.traits & (PUNCTUATION | FINITE) for word in words[start:last]):
            found.append((start, last))
    return found


def _beside(sentence: Sentence, k: int, last: int) -> int:
    """Return how many tokens of time, manner or negation start at one: "again", "i går" (yesterday)."""
    words = sentence.words
    traits = words[k].traits
    if traits & BESIDE_OBJECT and not traits & Trait.ARTICLES:
        return 1
    return 2 if traits & Trait.PREPOSITIONS and k + 1 < last and words[k + 1].traits & Trait.TIMES else 0


def bare_content(sentence: Sentence, hit: CueHit, end: int, pack: LanguagePack) -> list[Range]:
    """Return a clause that follows the cue without any sign ("said the talks failed"), hearers skipped."""
    words = sentence.words
    k = hit.last
    while k < end and words[k].traits & (Trait.ADVERBS | Trait.TIMES | Trait.HEARERS):
        k += 1
    if k < end and words[k].traits & Trait.OBJECTS and words[k].traits & Trait.PRONOUNS == 0:
        k += 1  # "told him the talks …"
    found = chunks(sentence, k, end, pack)
    while (
        found and found[0].after_preposition and not words[min(found[0].last, end - 1)].traits & Trait.COMMA
    ):
        k = found[0].last
        found = found[1:]
    if end - k < MIN_BARE or (k < end and words[k].traits & Trait.PREPOSITIONS):
        return []
    evident = words[k].traits & Trait.PRONOUNS or _has(sentence, k, end, FINITE)
    return [(k, end)] if hit.cue.bare or evident else []
