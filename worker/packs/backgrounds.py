"""Reading ``config/echoes``: the mean vectors of languages, for each model that has been measured.

Made by ``bench/background.py``; a model without a file has no background and is not used.
"""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
from functools import lru_cache

from worker.errors import BadPack
from worker.settings import config_dir


@lru_cache(maxsize=4)
def load_background(model: str) -> dict[str, tuple[float, ...]] | None:
    """Return each language's mean vector for a model, None when there is no file for it.

    Raises:
        BadPack: the file breaks its format; all faults are listed.
    """
    path = config_dir() / "echoes" / f"{model}.toml"
    if not re.fullmatch(r"[a-z0-9.-]+", model) or not path.exists():
        return None
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(path.name, [f"not readable as TOML: {error}"]) from None
    scale, dims = table.get("scale"), table.get("dimensions")
    if not isinstance(scale, float) or not isinstance(dims, int):
        raise BadPack(path.name, ["'scale' (a number with a point) and 'dimensions' (a number) are needed"])
    means: dict[str, tuple[float, ...]] = {}
    faults: list[str] = []
    for lang, written in table.get("means", {}).items():
        try:
            steps = base64.b64decode(written, validate=True)
        except (binascii.Error, TypeError, ValueError):
            steps = b""
        if len(steps) != dims:
            faults.append(f"[means] {lang} is not {dims} bytes in base64")
        means[lang] = tuple(scale * (step - 256 if step > 127 else step) for step in steps)
    if len(means) < 3:
        faults.append("[means] needs three languages or more")
    if faults:
        raise BadPack(path.name, faults)
    return means
