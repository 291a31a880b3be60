"""Load what every text task needs before the pool forks: its processes share the memory and start warm."""

from __future__ import annotations

import gc

from worker.errors import BadPack
from worker.log import Log
from worker.packs.actors import load_actors
from worker.packs.load import known_codes, load_pack
from worker.text.language import detect_language

log = Log("app")


def warm() -> None:
    """Load all packs, the actors and the language model; a bad pack is logged and costs only its language."""
    for code in known_codes():
        try:
            load_pack(code)
        except BadPack as bad:
            log.error("pack.bad", pack=code, faults="; ".join(bad.faults))  # noqa: TRY400 - foreseen
    load_actors()
    detect_language("The first call loads the model.")
    gc.collect()
    gc.freeze()  # the collector of a forked process would touch, and so copy, every shared page
