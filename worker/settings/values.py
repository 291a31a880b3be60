"""Read one setting's value from text or TOML; refuse a wrong type, an unknown word, a senseless number."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from worker.settings.hosts import is_proxy
from worker.settings.shape import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

CHOICES = {
    "log_level": ("debug", "info", "warning", "error"),
    "log_format": ("text", "json"),
    "echo_model": ("auto", "none"),
}
MAY_BE_ZERO = {
    "reprocess_interval_s",
    "max_entry_age_days",
    "min_free_disk_mb",
    "min_free_memory_mb",
    "keep_pages_days",
    "keep_polls_days",
    "host_pause_s",
    "soft_shutdown_s",
    "max_redirects",
    "metrics_port",
}
MAY_BE_EMPTY = {"str | None", "Path | None", "tuple[str, ...]"}
ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@\[\]]+)(:\d{1,5})?", re.IGNORECASE)


def read_value(name: str, raw: object) -> Any:
    """Return ``raw`` as the type of setting ``name``.

    Raises:
        ValueError: what was expected and what stood there instead, without the setting's name.
    """
    value = READERS[TYPES[name]](raw)
    if name in CHOICES:
        value = str(value).lower()
        if value not in CHOICES[name]:
            raise ValueError(f"one of {', '.join(CHOICES[name])} expected, not {raw!r}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        least_ok = value >= 0 if name in MAY_BE_ZERO else value > 0
        if not least_ok or value == float("inf"):
            raise ValueError(f"a number above 0 expected, not {raw!r}")
    if name == "proxy" and value is not None and not is_proxy(value):
        raise ValueError("an address as http://host:port or socks5h://host:port expected")
    if name == "websub_address" and value is not None and not ADDRESS.fullmatch(value):
        raise ValueError(f"an address as https://host/path expected, not {raw!r}")
    if name in ("flower_port", "metrics_port", "websub_port") and value > 65535:
        raise ValueError(f"a port up to 65535 expected, not {raw!r}")
    return value


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"a text expected, not {raw!r}")  # noqa: TRY004 - gathered as a fault of the value
    return raw


def _whole(raw: object) -> int:
    if isinstance(raw, str) and re.fullmatch(r"[+-]?\d[\d_]*", raw):
        return int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    raise ValueError(f"a whole number expected, not {raw!r}")


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise ValueError(f"a number expected, not {raw!r}")  # noqa: TRY004 - as above
    try:
        return float(raw)
    except ValueError:
        raise ValueError(f"a number expected, not {raw!r}") from None


def _flag(raw: object) -> bool:
    words = {
        "true": True,
        "1": True,
        "yes": True,
        "on": True,
        "false": False,
        "0": False,
        "no": False,
        "off": False,
    }
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.lower() in words:
        return words[raw.lower()]
    raise ValueError(f"true or false expected, not {raw!r}")


def _hosts(raw: object) -> tuple[str, ...]:
    parts = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(parts, list):
        raise ValueError(f"a list of host[:port] expected, not {raw!r}")  # noqa: TRY004 - as above
    hosts = tuple(_text(part).strip().lower() for part in parts if part != "")
    wrong = [host for host in hosts if host and not HOST.fullmatch(host)]
    if wrong:
        raise ValueError(f"host[:port] expected, not {wrong[0]!r}")
    return tuple(filter(None, hosts))


READERS: dict[str, Callable[[object], Any]] = {
    "Path": lambda raw: Path(_text(raw) or "."),
    "Path | None": lambda raw: Path(_text(raw)).expanduser().resolve() if raw != "" else None,
    "str": _text,
    "str | None": lambda raw: _text(raw) or None,
    "int": _whole,
    "float": _number,
    "bool": _flag,
    "tuple[str, ...]": _hosts,
}
