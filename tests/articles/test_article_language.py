"""When page, text and outlet disagree, the one that is likeliest right decides."""

import pytest
from worker.articles.article_language import choose_language

ENGLISH = (
    "The foreign minister told reporters on Monday that the talks would continue next week in the capital. "
    * 3
)
SERBIAN = (
    "Ministar spoljnih poslova izjavio je u ponedeljak da će razgovori biti nastavljeni sledeće nedelje. " * 3
)
SHORT = "Talks go on."


@pytest.mark.parametrize(
    ("text", "declared", "outlet", "lang"),
    [
        (ENGLISH, "de", "fr", "en"),
        (ENGLISH, None, None, "en"),
        (SERBIAN, "sr", "en", "sr"),
        (SERBIAN, "en", "sr-Latn", "sr"),
        (SHORT, "de", "fr", "de"),
        (SHORT, None, "fr-CA", "fr"),
        (SHORT, None, "nonsense", None),
        ("", "de", "fr", "de"),
        ("", None, None, None),
    ],
)
def test_one_language_is_chosen(text, declared, outlet, lang):
    """Enough text decides, kin are told apart by what is declared, short text by declaration, then outlet."""
    assert choose_language(text, declared, outlet) == lang
