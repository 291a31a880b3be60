"""The bits of a word's traits."""

from __future__ import annotations

from worker.packs.lexicon import Trait


def test_no_two_traits_share_a_bit():
    """Two classes on one bit would make every word of the one a word of the other."""
    bits = [bit for name, bit in vars(Trait).items() if name.isupper()]
    assert len(set(bits)) == len(bits)
