"""The clock of an outlet: the time zone of the country its address ends in, where that country has one."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

NAMED = {"UK": "GB"}  # top-level domains that are no ISO code


@lru_cache(maxsize=512)
def zone_of_host(host: str) -> ZoneInfo | None:
    """Return the zone of a host's country by CLDR, None for generic domains and several zones."""
    country = host.rpartition(".")[2].upper()
    zones = {_canonical(name) for name in get_global("territory_zones").get(NAMED.get(country, country), ())}
    if len(zones) != 1:
        return None
    try:
        return ZoneInfo(zones.pop())
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _canonical(name: str) -> str:
    """Return the zone that stands for a place with the same clock: Büsingen's is Zurich's, so is Berlin's."""
    return SAME_CLOCK.get(name, name)


SAME_CLOCK = {
    "Europe/Busingen": "Europe/Berlin",
    "Africa/Ceuta": "Europe/Madrid",
    "Atlantic/Madeira": "Europe/Lisbon",
    "Asia/Urumqi": "Asia/Shanghai",
    "America/Argentina/San_Luis": "America/Buenos_Aires",
}
