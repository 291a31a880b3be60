"""What a statement does, to whom it was said and through whom, on sentences written for it."""

from __future__ import annotations

import pytest
from sentences import statements_of

ACTS = [
    ("en", "Minister Ada Sample rejected the accusations.", "DENY", "denied"),
    ("en", "Minister Ada Sample dismissed the claims as baseless.", "DENY", "denied"),
    ("en", "Minister Ada Sample rejected the demand.", "REJECT", "asserted"),
    ("en", "Minister Ada Sample denied the reports.", "DENY", "denied"),
    ("de", "Ministerin Ada Muster wies die Vorwürfe zurück.", "DENY", "denied"),
    ("de", "Ministerin Ada Muster wies die Forderung zurück.", "REJECT", "asserted"),
    ("de", "Ministerin Ada Muster lehnte den Vorschlag ab.", "REJECT", "asserted"),
    ("de", "Ministerin Ada Muster hatte gedroht, die Gespräche abzubrechen.", "THREATEN", "asserted"),
    ("de", "Ministerin Ada Muster hat eingeräumt, dass es spät sei.", "CONCEDE", "asserted"),
]


@pytest.mark.parametrize(("lang", "text", "act", "polarity"), ACTS)
def test_what_is_turned_down_tells_a_denial_from_a_refusal(lang, text, act, polarity):
    """A claim is denied, a demand rejected, whichever verb tells it; participles carry their own act."""
    statement = statements_of(text, lang)[0]
    assert (statement.act, statement.polarity) == (act, polarity)


HEARERS = [
    ("en", "The minister told reporters in Oslo that it was late.", "reporters"),
    ("en", "The minister told the Security Council that it was late.", "the Security Council"),
    ("en", "The minister told his Greek counterpart that it was late.", "his Greek counterpart"),
    (
        "en",
        "The minister told Sweden's ambassador Ada Sample that it was late.",
        "Sweden's ambassador Ada Sample",
    ),
    ("en", "The minister urged Turkey to stop.", "Turkey"),
    ("de", "Der Minister sagte vor Journalisten in Oslo, es sei spät.", "Journalisten"),
    ("de", "Der Minister sagte dem Parlament, es sei spät.", "dem Parlament"),
    ("de", "Der Minister sagte gegenüber dem Parlament, es sei spät.", "dem Parlament"),
    ("de", "Der Minister forderte die Türkei und Griechenland auf, damit aufzuhören.", "Türkei"),
    # an outlet is the channel, a subject behind its verb the speaker
    ("en", "The minister told Reuters that it was late.", None),
    ("de", "„Es ist spät“, sagte das Parlament.", None),
    ("de", "„Es ist spät“, sagte der Minister.", None),
]


@pytest.mark.parametrize(("lang", "text", "hearer"), HEARERS)
def test_whoever_is_told_is_the_addressee(lang, text, hearer):
    """The words are those of the text."""
    assert statements_of(text, lang)[0].addressee == hearer


CHANNELS = [
    ("de", "„Genug“, sagte der belgische Regierungschef der Zeitung „De Proef“.", "De Proef"),
    ("de", "Der Minister sagte dem Sender „Probe TV“, er sei krank.", "Probe TV"),
    ("de", "Der Minister sagte der Rheinischen Post, er sei krank.", "Rheinischen Post"),
    ("en", "The minister told the Sampleton Times that it was late.", "Sampleton Times"),
    # the paper that speaks itself, and who is no paper
    ("de", "Die Zeitung „De Proef“ berichtete, der Minister sei krank.", None),
    ("en", "The minister told Ada Sample that it was late.", None),
    ("de", "Mehr wollte er nicht sagen. „Es ist spät“, sagte der Minister.", None),
]


@pytest.mark.parametrize(("lang", "text", "channel"), CHANNELS)
def test_an_outlet_nobody_knows_is_a_channel_by_its_marks_or_its_last_word(lang, text, channel):
    """A name in marks is no person's."""
    assert statements_of(text, lang)[-1].channel == channel


JOINED = [
    ("de", "Ungarn und die Slowakei erklärten, sie kämen nicht.", "Ungarn und die Slowakei", "country:HU"),
    (
        "de",
        "Norwegens Außenministerin Ada Muster und ihr Amtskollege Lars Probe sagten, es sei spät.",
        "Norwegens Außenministerin Ada Muster und ihr Amtskollege Lars Probe",
        "person:ada-muster",
    ),
    ("en", "Party leader and minister Ada Sample said it was late.", None, "person:ada-sample"),
]


@pytest.mark.parametrize(("lang", "text", "mention", "key"), JOINED)
def test_of_several_speakers_the_first_is_the_actor(lang, text, mention, key):
    """The mention names them all; two offices of one person are one speaker."""
    statement = statements_of(text, lang)[0]
    assert statement.actor.key == key
    assert mention in (None, statement.speaker_mention)


SMALL = [
    ("A senior US official said that it was late.", "A senior US official"),
    ("According to a senior US official, it was late.", "a senior US official"),
    ("The WHO said that it was late.", "The WHO"),
    ("Kelly said that it was late.", "Kelly"),
    ("Recently the minister said that it was late.", "the minister"),
]


@pytest.mark.parametrize(("text", "mention"), SMALL)
def test_capitals_tell_names_from_small_words(text, mention):
    """The state "US" is no "us", and Kelly is no adverb."""
    assert statements_of(text, "en")[0].speaker_mention == mention
