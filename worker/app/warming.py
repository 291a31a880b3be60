"""Load what every text task needs before the pool forks: its processes share the memory and start warm."""

from __future__ import annotations

import gc

from worker.articles.extract import ArticleHints
from worker.articles.warming import warm_extraction
from worker.errors import BadPack
from worker.log import Log
from worker.packs.actors import load_actors
from worker.packs.dates import forget_locales, month_numbers
from worker.packs.load import boilerplate_for, known_codes, load_pack
from worker.packs.naming import naming_of
from worker.text.language import detect_language

log = Log("app")


def warm() -> None:
    """Load packs, actors, language model, extractors; a bad pack is logged and costs only its language."""
    languages = [code for code in known_codes() if _is_ready(code)]
    detect_language("The first call loads the model.")
    warm_extraction(languages, ArticleHints(rules_for=boilerplate_for))
    gc.collect()
    gc.freeze()  # the collector of a forked process would touch, and so copy, every shared page


def _is_ready(code: str) -> bool:
    try:
        pack = load_pack(code)
        if pack is not None:
            naming_of(pack, load_actors())
            month_numbers(code)
    except BadPack as bad:
        log.error("pack.bad", pack=code, faults="; ".join(bad.faults))  # noqa: TRY400 - foreseen
        return False
    finally:
        forget_locales()  # at once, so that the next language takes the same room
    return pack is not None
