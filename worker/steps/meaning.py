"""The sentence model of this process: loaded when first asked for, or none at all."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from worker.echoes.models import installed_model
from worker.echoes.vectors import Meaning, background_of
from worker.packs.backgrounds import load_background


@lru_cache(maxsize=2)
def load_meaning(choice: str) -> Meaning | None:
    """Return the model that the setting ``echo_model`` chooses, with its background.

    None means that translations are matched by names and figures alone: the setting says "none", the
    extra ``communique[echoes]`` is not installed, or nobody has measured the model's background.
    """
    model = installed_model() if choice == "auto" else None
    means = load_background(model.name) if model else None
    if model is None or means is None:
        return None
    rows = {lang: np.array(mean, dtype=np.float32) for lang, mean in means.items()}
    return Meaning(model, background_of(rows))
