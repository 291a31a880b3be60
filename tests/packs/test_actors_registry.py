"""The registry of known actors: it loads, says what is wrong with it, and its codes hold together."""

from __future__ import annotations

import pytest
from worker.errors import BadPack
from worker.packs.actors import actors_dir, load_actors, read_actors


def test_the_registry_holds_together():
    """Roles and countries that records name exist."""
    actors = load_actors()
    assert {person.role for person in actors.persons.values()} <= actors.roles.keys()
    assert {organisation.role for organisation in actors.organisations.values()} <= actors.roles.keys()
    assert {kin for role in actors.roles.values() for kin in role.kin} <= actors.roles.keys()
    assert len(actors.persons) >= 150
    assert actors.agencies["KCNA"].country == "KP"


def test_every_fault_of_a_file_is_named(tmp_path):
    """A contributor reads all faults at once."""
    for path in actors_dir().glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "persons.toml").write_text(
        '[[person]]\nname = "A"\n[[person]]\nname = "B"\nshoe = 1\n', encoding="utf-8"
    )
    with pytest.raises(BadPack) as caught:
        read_actors(tmp_path)
    assert [fault[:22] for fault in caught.value.faults] == [
        "[[person]] number 1: m",
        "[[person]] number 2: g",
    ]


@pytest.mark.parametrize("content", ["= broken", ""])
def test_an_unreadable_or_empty_file_is_a_fault(tmp_path, content):
    """Nothing is loaded from half a registry."""
    for path in actors_dir().glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "agencies.toml").write_text(content, encoding="utf-8")
    with pytest.raises(BadPack):
        read_actors(tmp_path)
