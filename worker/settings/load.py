"""Load the settings from ``config/settings.toml`` and the environment; refuse unknown keys, wrong types."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from worker.errors import WrongUse
from worker.settings.hosts import load_hosts
from worker.settings.places import config_dir
from worker.settings.shape import TYPES, Settings
from worker.settings.values import MAY_BE_EMPTY, read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "COMMUNIQUE_"
# Each may come from a file instead, named by the variable with _FILE: what orchestrators mount.
SECRETS = ("COMMUNIQUE_DATABASE_URL", "COMMUNIQUE_BROKER_URL", "COMMUNIQUE_FLOWER_AUTH")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


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
    faults += [f"settings.toml: {name} is missing" for name in TYPES if name not in values and not faults]
    if not faults:
        faults += _contradictions(values)
    if faults:
        raise WrongUse("\n".join(faults))
    load_hosts(values["hosts_file"])  # a fault in it is told now, not by every worker
    values["home"] = values["home"].expanduser().resolve()
    values["database_url"] = values["database_url"] or f"sqlite:///{values['home'] / 'communique.db'}"
    return Settings(**values)


def settings_environ(settings: Settings) -> dict[str, str]:
    """Write the settings as ``COMMUNIQUE_*`` variables, so that a child process loads the same ones."""
    return {PREFIX + name.upper(): _as_text(getattr(settings, name)) for name in TYPES}


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
    environ = _with_secrets(environ, faults)
    ours = {key: value.strip() for key, value in environ.items() if key.startswith(PREFIX)}
    named = {key.removeprefix(PREFIX).lower(): (key, value) for key, value in ours.items()}
    # Compose files pass `${VAR:-}`: an empty number or flag means "as it is", not a fault.
    named = {
        name: pair for name, pair in named.items() if pair[1] or TYPES.get(name) in MAY_BE_EMPTY | {None}
    }
    return _parsed(named, faults, lambda name: PREFIX + name.upper())


def _with_secrets(environ: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    """Put the text of each file that a ``…_FILE`` variable names in the place of its secret.

    A secret that is also given as it is wins: children get it so from a parent that has read the file.
    """
    given = dict(environ)
    for secret in SECRETS:
        file = given.pop(f"{secret}_FILE", "").strip()
        if not file or given.get(secret, "").strip():
            continue
        try:
            given[secret] = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            faults.append(f"{secret}_FILE: {getattr(error, 'strerror', None) or 'no text'}: {file}")
        else:
            if not given[secret]:
                faults.append(f"{secret}_FILE: {file} is empty")
    return given


def _parsed(
    found: Mapping[str, tuple[str, object]], faults: list[str], spelled: Callable[[str], str]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, (shown, raw) in found.items():
        if name not in TYPES:
            near = get_close_matches(name, TYPES, n=1, cutoff=0.0)[0]
            faults.append(f"{shown}: no such setting; did you mean {spelled(near)}?")
            continue
        try:
            values[name] = read_value(name, raw)
        except ValueError as error:
            faults.append(f"{shown}: {error}")
    return values


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
            values["flower_auth"] or values["flower_address"] in LOOPBACK,
            "flower_address: beyond loopback Flower needs flower_auth, as user:password",
        ),
        (
            not values["webhook_urls"] or values["webhook_secret"] or values["webhook_secret_file"],
            "webhook_urls: what is posted is signed; set webhook_secret or webhook_secret_file",
        ),
    )
    return [fault for holds, fault in rules if not holds]
