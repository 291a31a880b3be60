"""Load the settings from ``config/settings.toml`` and the environment; refuse unknown keys, wrong types."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "COMMUNIQUE_"
CHOICES = {"log_level": ("debug", "info", "warning", "error"), "log_format": ("text", "json")}
MAY_BE_ZERO = {"max_entry_age_days", "host_pause_s", "soft_shutdown_s", "max_redirects"}
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@\[\]]+)(:\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, typed; ``config/settings.toml`` explains each and holds its default."""

    home: Path
    database_url: str
    broker_url: str | None
    allow_hosts: tuple[str, ...]
    user_agent: str
    contact: str | None
    connect_timeout_s: float
    feed_deadline_s: float
    page_deadline_s: float
    max_feed_bytes: int
    max_page_bytes: int
    max_redirects: int
    host_pause_s: float
    host_parallel: int
    robots_ttl_s: float
    max_entries_per_poll: int
    max_entry_age_days: int
    poll_interval_s: float
    poll_interval_min_s: float
    poll_interval_max_s: float
    max_attempts: int
    retry_wait_s: float
    retry_wait_max_s: float
    dispatch_interval_s: float
    dispatch_batch: int
    sweep_interval_s: float
    sweep_after_s: float
    sweep_batch: int
    thread_pool_size: int
    process_pool_size: int
    extract_time_limit_s: float
    extract_soft_limit_s: float
    max_memory_per_child_mb: int
    max_tasks_per_child: int
    visibility_timeout_s: float
    soft_shutdown_s: float
    keep_undiplomatic: bool
    echo_window_days: int
    flower_port: int
    flower_address: str
    flower_auth: str | None
    flower_max_tasks: int
    log_level: str
    log_format: str


def data_dir() -> Path:
    """Return the folder above ``config`` and ``seeds``: a checkout's top level, or the wheel's copy."""
    package = Path(__file__).resolve().parent
    shipped = package / "_data"
    return shipped if (shipped / "config").is_dir() else package.parent


def config_dir() -> Path:
    """Return the folder ``config/``, wherever this installation keeps it."""
    return data_dir() / "config"


def seeds_dir() -> Path:
    """Return the folder ``seeds/``, wherever this installation keeps it."""
    return data_dir() / "seeds"


def load_settings(environ: Mapping[str, str], file: Path | None = None) -> Settings:
    """Read the packaged defaults, then ``file``, then the ``COMMUNIQUE_*`` variables; the later wins.

    Raises:
        WrongUse: one line for each unknown key and each value of the wrong type.
    """
    faults: list[str] = []
    values = _from_toml(config_dir() / "settings.toml", faults)
    if file is not None:
        values |= _from_toml(file, faults)
    values |= _from_environ(environ, faults)
    faults += [f"settings.toml: {name} is missing" for name in _TYPES if name not in values and not faults]
    if not faults:
        faults += _contradictions(values)
    if faults:
        raise WrongUse("\n".join(faults))
    values["home"] = values["home"].expanduser().resolve()
    values["database_url"] = values["database_url"] or f"sqlite:///{values['home'] / 'communique.db'}"
    return Settings(**values)


def settings_environ(settings: Settings) -> dict[str, str]:
    """Write the settings as ``COMMUNIQUE_*`` variables, so that a child process loads the same ones."""
    return {PREFIX + name.upper(): _as_text(getattr(settings, name)) for name in _TYPES}


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _from_toml(file: Path, faults: list[str]) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        faults.append(f"{file}: {error}")
        return {}
    return _parsed({key: (f"{file.name}: {key}", value) for key, value in table.items()}, faults, str.lower)


def _from_environ(environ: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
    ours = {key: value.strip() for key, value in environ.items() if key.startswith(PREFIX)}
    named = {key.removeprefix(PREFIX).lower(): (key, value) for key, value in ours.items()}
    # Compose files pass `${VAR:-}`: an empty number or flag means "as it is", not a fault.
    named = {name: pair for name, pair in named.items() if pair[1] or _TYPES.get(name) in _MAY_BE_EMPTY}
    return _parsed(named, faults, lambda name: PREFIX + name.upper())


def _parsed(
    found: Mapping[str, tuple[str, object]], faults: list[str], spelled: Callable[[str], str]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, (shown, raw) in found.items():
        if name not in _TYPES:
            near = get_close_matches(name, _TYPES, n=1, cutoff=0.0)[0]
            faults.append(f"{shown}: no such setting; did you mean {spelled(near)}?")
            continue
        try:
            values[name] = _value(name, raw)
        except ValueError as error:
            faults.append(f"{shown}: {error}")
    return values


def _value(name: str, raw: object) -> Any:
    value = _READERS[_TYPES[name]](raw)
    if name in CHOICES:
        value = str(value).lower()
        if value not in CHOICES[name]:
            raise ValueError(f"one of {', '.join(CHOICES[name])} expected, not {raw!r}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        least_ok = value >= 0 if name in MAY_BE_ZERO else value > 0
        if not least_ok or value == float("inf"):
            raise ValueError(f"a number above 0 expected, not {raw!r}")
    if name == "flower_port" and value > 65535:
        raise ValueError(f"a port up to 65535 expected, not {raw!r}")
    return value


def _contradictions(values: Mapping[str, Any]) -> list[str]:
    """Name pairs of settings that are right alone and wrong together."""
    longest_s = max(values["extract_time_limit_s"], values["page_deadline_s"], values["feed_deadline_s"])
    rules = (
        (values["visibility_timeout_s"] > longest_s, "visibility_timeout_s must be above every time limit"),
        (
            values["extract_soft_limit_s"] <= values["extract_time_limit_s"],
            "extract_soft_limit_s is above extract_time_limit_s",
        ),
        (
            values["poll_interval_min_s"] <= values["poll_interval_max_s"],
            "poll_interval_min_s is above poll_interval_max_s",
        ),
        (
            values["flower_auth"] or values["flower_address"] in {"127.0.0.1", "::1", "localhost"},
            "flower_address: beyond loopback Flower needs flower_auth, as user:password",
        ),
    )
    return [fault for holds, fault in rules if not holds]


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


_TYPES: dict[str, str] = {field.name: str(field.type) for field in fields(Settings)}
_MAY_BE_EMPTY = {"str | None", "tuple[str, ...]", None}
_READERS: dict[str, Callable[[object], Any]] = {
    "Path": lambda raw: Path(_text(raw) or "."),
    "str": _text,
    "str | None": lambda raw: _text(raw) or None,
    "int": _whole,
    "float": _number,
    "bool": _flag,
    "tuple[str, ...]": _hosts,
}
