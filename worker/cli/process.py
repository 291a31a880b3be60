"""The settings of this process, read from its environment once a command needs them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.settings import Settings


def settings_here() -> Settings:
    """Return the settings.

    Raises:
        WrongUse: a variable is unknown or of the wrong type.
    """
    from worker.settings import load_settings  # noqa: PLC0415 - `--help` needs none

    return load_settings(os.environ)
