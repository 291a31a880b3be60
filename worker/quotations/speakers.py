"""Choosing the noun phrase that speaks, from the reporting clause alone, by the language's word order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import Chunk, chunks
from worker.quotations.earlier import earlier_subject
from worker.quotations.joined import without_objects
from worker.quotations.neighbours import of_relative, with_name
from worker.quotations.nominatives import is_nominative, is_turned
from worker.quotations.relatives import antecedent, head_of_relative
from worker.quotations.seats import is_written_on, name_written_on, report_in, seat_beside, seat_written_on

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

SEPARATORS = Trait.COMMA | Trait.COLON | Trait.DASH
MAX_BEHIND = 2  # tokens between a verb and the subject behind it: "δήλωσε χθες ο …"


NOMINALS = Trait.ARTICLES | Trait.OBJECTS | Trait.PRONOUNS
FRONTED = Trait.PREPOSITIONS | Trait.CONDITIONALS | Trait.AS
OPENERS = Trait.RELATIVES | Trait.COMPLEMENTIZERS | Trait.CONDITIONALS


def speaker_of(
    sentence: Sentence, hit: CueHit, clause: tuple[int, int], pack: LanguagePack, *, follows_content: bool
) -> Chunk | None:
    """Return who speaks in the clause (tokens, end exclusive), None when nobody is named.

    ``follows_content`` says that what was said stands directly before the clause,
    which turns verb and subject round in many languages.
    """
    if hit.passive:
        agent = _agent(sentence, hit, clause, pack)
        return agent or (report_in(sentence, hit, clause, pack) if hit.cue.passive else None)
    subject = _subject(sentence, hit, clause, pack, follows_content=follows_content)
    return subject or seat_beside(sentence, hit, clause, pack) or report_in(sentence, hit, clause, pack)


def _subject(
    sentence: Sentence, hit: CueHit, clause: tuple[int, int], pack: LanguagePack, *, follows_content: bool
) -> Chunk | None:
    left, right = clause
    if pack.syntax.order == "second":
        return _around_second(sentence, hit, clause, pack, follows_content=follows_content)
    before = [chunk for chunk in chunks(sentence, left, hit.finite, pack) if chunk.may_speak]
    after = [chunk for chunk in chunks(sentence, hit.finite + 1, right, pack) if chunk.may_speak]
    order = pack.syntax.order
    if order == "last":
        return _marked_or_nearest(before) or earlier_subject(sentence, left, pack) or _first(after)
    if order == "after":
        own = _own_start(sentence, left, hit.finite)
        before = [chunk for chunk in before if chunk.first >= own]
        if sentence.words[hit.first].traits & Trait.GERUNDS:  # "…, saying that": no subject behind it
            before, after = before[:1], []
        elif named := name_written_on(sentence, hit, right, pack):
            return named
        return (
            _first(after)
            or _last(before)
            or (None if follows_content else earlier_subject(sentence, left, pack))
        )
    if order == "either":
        return _either(sentence, hit, left, (before, after), pack, follows_content=follows_content)
    if order == "closing":
        return _first(without_objects(sentence, before)) or earlier_subject(sentence, left, pack)
    found = _before_verb(sentence, hit, left, (before, after), pack, follows_content=follows_content)
    if found or follows_content:
        return found
    return (
        earlier_subject(sentence, left, pack)
        or seat_beside(sentence, hit, clause, pack)
        or _right_behind(sentence, hit, after, pack)
    )


def _before_verb(
    sentence: Sentence,
    hit: CueHit,
    left: int,
    named: tuple[list[Chunk], list[Chunk]],
    pack: LanguagePack,
    *,
    follows_content: bool,
) -> Chunk | None:
    """Choose where the subject stands before its verb, and behind it after a quotation."""
    before, after = named
    own = _nominative(sentence, hit, named, pack)
    if own is not None:
        return own
    if before and follows_content and sentence.words[before[0].last].traits & Trait.COMMA:
        return before[0]  # “…,” X, the minister of Y, said
    if before and hit.finite > left and sentence.words[hit.finite - 1].traits & Trait.CONJUNCTIONS:
        return before[0]  # "X is a critic of Y and has accused …"
    if before and _is_issued(sentence, hit, before[-1]):
        return _last(before[:-1]) or earlier_subject(sentence, left, pack) or before[-1]
    if before:
        return head_of_relative(sentence, before) or antecedent(sentence, before[-1], pack)
    return _first(after) if follows_content or _shows_case(sentence, hit, after, pack) else None


def _is_issued(sentence: Sentence, hit: CueHit, chunk: Chunk) -> bool:
    """Tell what somebody issued from who speaks: "the ministry issued a statement | warning that …"."""
    words = sentence.words
    paper = words[chunk.last - 1].traits & Trait.REPORTS and words[chunk.first].traits & Trait.ARTICLES
    gerund = words[hit.first].traits & Trait.GERUNDS
    return bool(paper and gerund and chunk.last == hit.first and chunk.first > 0)


def _shows_case(sentence: Sentence, hit: CueHit, after: list[Chunk], pack: LanguagePack) -> bool:
    """Tell a subject right behind its verb where endings tell objects: "Elmondta a miniszter, hogy …"."""
    if hit.cue.frame != "say" and hit.finite and sentence.words[hit.finite - 1].traits & Trait.COMMA:
        return False  # "X, the minister, | condemned Y": the subject stands before the comma
    lexicon = pack.lexicon
    cased = lexicon.has(Trait.OBLIQUES) and not lexicon.has(Trait.NOMINATIVES)
    return cased and bool(after) and after[0].first == hit.last


def _right_behind(sentence: Sentence, hit: CueHit, after: list[Chunk], pack: LanguagePack) -> Chunk | None:
    """Return the subject that follows its verb where nobody stands before it: "Об этом сообщил X"."""
    if sentence.words[hit.first].traits & Trait.GERUNDS:
        return None
    if pack.syntax.drops_subject and hit.cue.frame != "say":
        return None  # "Varoval … a vyzval veřejnost": what follows is whom he asked
    return after[0] if after and after[0].first == hit.last else None


def _either(
    sentence: Sentence,
    hit: CueHit,
    left: int,
    named: tuple[list[Chunk], list[Chunk]],
    pack: LanguagePack,
    *,
    follows_content: bool,
) -> Chunk | None:
    """Choose where the subject stands on either side, and may look like a prepositional phrase."""
    before, after = named
    if sentence.words[hit.first].traits & Trait.RELATIVES:  # "the notice | that says"
        phrases = chunks(sentence, left, hit.finite, pack)
        return _last([chunk for chunk in phrases if not is_written_on(sentence, chunk)])
    if follows_content:
        return _first(after) or _first(before)
    found = _second(sentence, hit.finite, left, named, pack)
    return found or earlier_subject(sentence, left, pack) or seat_written_on(sentence, hit, left, pack)


def _around_second(
    sentence: Sentence, hit: CueHit, clause: tuple[int, int], pack: LanguagePack, *, follows_content: bool
) -> Chunk | None:
    """Return the subject where the verb is second: behind what was said it follows the verb."""
    left, right = _own_start(sentence, clause[0], hit.finite), clause[1]
    before = [chunk for chunk in chunks(sentence, left, hit.finite, pack) if chunk.may_speak]
    after = [chunk for chunk in chunks(sentence, hit.finite + 1, right, pack) if chunk.may_speak]
    if follows_content:
        return with_name(sentence, _first(after), right, pack) or _first(before)
    if (found := of_relative(sentence, clause[0], hit.finite, pack)) is not None:
        return found
    if hit.finite and sentence.words[hit.finite - 1].traits & Trait.CONJUNCTIONS:
        return _first(before) or earlier_subject(sentence, left, pack) or _first(after)
    return _second(sentence, hit.finite, left, (before, after), pack)


def _nominative(
    sentence: Sentence, hit: CueHit, named: tuple[list[Chunk], list[Chunk]], pack: LanguagePack
) -> Chunk | None:
    """Return the subject that its own article shows, on whichever side of the verb it stands."""
    before, after = named
    words = sentence.words
    marked = [chunk for chunk in before if words[chunk.first].traits & Trait.NOMINATIVES]
    if marked:
        return antecedent(sentence, marked[-1], pack)
    behind = [chunk for chunk in after if words[chunk.first].traits & Trait.NOMINATIVES]
    return behind[0] if behind and behind[0].first <= hit.last + MAX_BEHIND else None


def _own_start(sentence: Sentence, left: int, finite: int) -> int:
    """Return where the verb's own clause begins: behind "before" in "X was ill before the doctors said"."""
    closed = NOMINALS | Trait.PREPOSITIONS | Trait.AS
    for k in range(finite - 2, left, -1):
        traits = sentence.words[k].traits
        if traits & OPENERS and not traits & closed:
            return k + 1
    return left


def _second(
    sentence: Sentence, finite: int, left: int, named: tuple[list[Chunk], list[Chunk]], pack: LanguagePack
) -> Chunk | None:
    """Choose where the verb is second: what stands before it is the subject, or turns it behind the verb."""
    before, after = named
    behind = after[0] if after and after[0].first == finite + 1 else None
    if finite == left:
        if behind is not None and _is_fronted(sentence, behind):
            return behind
        found = earlier_subject(sentence, left, pack) if left > 0 else None
        return found or _first(after) or _first(before)
    first = left
    while first < finite - 1 and sentence.words[first].traits & Trait.ADVERBS:
        first += 1  # "Bereits während seiner Amtszeit warnte X"
    if before and behind is not None:
        turned = pack.lexicon.has(Trait.FEMININES) and is_turned(sentence, finite, before[0], behind)
        adverb = sentence.words[before[0].first].traits & Trait.ADVERB_LIKE and before[0].last == finite
        if turned or (behind.pronoun and not before[0].pronoun) or (adverb and before[0].first == 0):
            return behind  # "Das Angebot lehnt er ab"
    if before and not sentence.words[first].traits & (Trait.PREPOSITIONS | Trait.AS | Trait.CONDITIONALS):
        return before[0]
    subject = _first(after)
    if subject is not None and (subject.first <= finite + 2 or not before):
        return subject
    return before[-1] if before else subject


def _is_fronted(sentence: Sentence, behind: Chunk) -> bool:
    """Tell the subject right behind a verb that opens its clause: behind a dependent clause, or an object's.

    "Op de vraag of het kan, antwoordde de minister: …", "Das Angebot, zu helfen, lehnt er ab"
    """
    if behind.pronoun:
        return is_nominative(sentence, behind)
    return bool(sentence.words[0].traits & FRONTED)


def _first(found: list[Chunk]) -> Chunk | None:
    return found[0] if found else None


def _last(found: list[Chunk]) -> Chunk | None:
    return found[-1] if found else None


def _marked_or_nearest(before: list[Chunk]) -> Chunk | None:
    marked = [chunk for chunk in before if chunk.marked]
    return marked[0] if marked else None


def _agent(sentence: Sentence, hit: CueHit, clause: tuple[int, int], pack: LanguagePack) -> Chunk | None:
    """Return the "by" phrase of a passive; a passive without one has no speaker."""
    words = sentence.words
    for k in range(clause[0], clause[1]):
        if words[k].traits & Trait.AGENTS and (pack.syntax.order == "second" or k >= hit.last):
            found = chunks(sentence, k + 1, clause[1], pack)
            if found and found[0].first == k + 1:
                return found[0]
    return None
