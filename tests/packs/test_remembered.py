"""Answers are worked out once, and memory for them has a bound."""

from worker.packs.remembered import Remembered


def test_an_answer_is_worked_out_once():
    """The second question for the same word asks nobody."""
    asked = []
    known = Remembered(lambda word: asked.append(word) or len(word), limit=10)
    assert [known["a"], known["bb"], known["a"]] == [1, 2, 1]
    assert asked == ["a", "bb"]


def test_a_full_memory_is_emptied():
    """However many words come, no more than the limit are kept."""
    known = Remembered(len, limit=3)
    assert [known["x" * n] for n in range(8)] == list(range(8))
    assert len(known) <= 3
