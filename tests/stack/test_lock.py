"""The data folder: made for its owner alone, and left as it is where somebody made it."""

from __future__ import annotations

import stat

import pytest
from worker.errors import WrongUse
from worker.stack.lock import make_home


def mode_of(folder):
    return stat.S_IMODE(folder.stat().st_mode)


def test_a_new_data_folder_is_its_owner_s(tmp_path):
    home = tmp_path / "a" / "data"
    make_home(home)
    make_home(home)
    assert mode_of(home) == 0o700


def test_a_folder_that_is_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o750)
    make_home(tmp_path)
    assert mode_of(tmp_path) == 0o750


def test_a_file_in_its_place_is_one_clear_error(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(WrongUse, match="cannot be used as data folder"):
        make_home(tmp_path / "data")
