"""Particles of two forms: which one may follow decides what is a particle at all."""

from __future__ import annotations

import pytest
from worker.packs.lexicon import Trait
from worker.packs.load import load_pack

TOKENS = [
    ("대통령이", True),
    ("상하이", False),  # a vowel before it takes 가
    ("상하이가", True),
    ("총리가", True),
    ("장관은", True),
    ("장관는", False),
    ("NATO는", True),  # no Hangul before it: either form
]


@pytest.mark.parametrize(("token", "marked"), TOKENS)
def test_a_particle_follows_its_kind_of_syllable(token, marked):
    """이 and 은 follow a final consonant, 가 and 는 a vowel."""
    assert bool(load_pack("ko").lexicon.look_up(token).traits & Trait.MARKED) is marked
