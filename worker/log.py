"""Write log lines as an event word and keys, in text or JSON; refuse to write secrets."""

from __future__ import annotations

import json
import logging
import re
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MASK = "***"
_SECRET_KEY = re.compile(r"pass(word|wd)?$|token|secret|api_?key|(^|_)auth$|cookie|credential", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=://)[^/\s@'\"]+(?=@)")
_QUERY = re.compile(
    r"([?&;](?:[\w-]*(?:token|secret|passw(?:or)?d|signature)|(?:api[_-]?)?key|auth|sig)=)[^&\s'\"#]+",
    re.IGNORECASE,
)
_BARE = re.compile(r"[^\s=\"']+")


# What the lines of this thread are about: the task and its entity, told in JSON beside the keys.
_about: ContextVar[Mapping[str, object]] = ContextVar("about", default={})  # noqa: B039 - never changed


@contextmanager
def about(**keys: object) -> Iterator[None]:
    """Add keys to every JSON line that is written within the block, libraries' lines included."""
    token = _about.set({**_about.get(), **keys})
    try:
        yield
    finally:
        _about.reset(token)


def mask(text: str) -> str:
    """Replace passwords in URLs and secret query values by ``***``."""
    return _QUERY.sub(rf"\1{MASK}", _USERINFO.sub(MASK, text))


class Log:
    """A logger of one room; each call takes an event word, then keys.

    ``log.info("feed.polled", feed=3, outcome="ok")`` writes ``feed.polled feed=3 outcome=ok``.
    """

    __slots__ = ("_logger",)

    def __init__(self, room: str) -> None:
        self._logger = logging.getLogger(f"communique.{room}")

    def debug(self, event: str, **keys: object) -> None:
        """Tell what only a developer asks for."""
        self._write(logging.DEBUG, event, keys)

    def info(self, event: str, **keys: object) -> None:
        """Tell what happened as it should."""
        self._write(logging.INFO, event, keys)

    def warning(self, event: str, **keys: object) -> None:
        """Tell what an operator may want to look at."""
        self._write(logging.WARNING, event, keys)

    def error(self, event: str, **keys: object) -> None:
        """Tell what an operator has to look at."""
        self._write(logging.ERROR, event, keys)

    def exception(self, event: str, **keys: object) -> None:
        """Tell of an error nobody foresaw, with its traceback; call it inside ``except``."""
        self._write(logging.ERROR, event, keys, traced=True)

    def _write(self, level: int, event: str, keys: Mapping[str, object], *, traced: bool = False) -> None:
        if self._logger.isEnabledFor(level):
            self._logger.log(level, "%s", event, extra={"keys": dict(keys)}, exc_info=traced)


class _Lines(logging.Formatter):
    def keys_of(self, record: logging.LogRecord) -> dict[str, Any]:
        keys = getattr(record, "keys", None)
        if keys is None:  # a library's record: its sentence becomes a key of one event word
            room = record.name.partition(".")[0] or "root"
            return {"event": room, "message": mask(record.getMessage())}
        return {"event": record.getMessage()} | {name: _shown(name, value) for name, value in keys.items()}

    def trace_of(self, record: logging.LogRecord) -> str:
        return mask(self.formatException(record.exc_info)) if record.exc_info else ""


class TextLines(_Lines):
    """``2026-01-31T12:00:00Z INFO feed.polled feed=3 outcome=ok``; a traceback follows on its own lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and the traceback if there is one."""
        keys = self.keys_of(record)
        head = f"{_time(record)} {record.levelname} {keys.pop('event')}"
        line = " ".join([head, *(f"{name}={_quoted(value)}" for name, value in keys.items())])
        trace = self.trace_of(record)
        return f"{line}\n{trace}" if trace else line


class JsonLines(_Lines):
    """One JSON object a line: ``time``, ``level``, ``event``, keys, and ``trace`` when there is one.

    Within a task there are ``task``, ``task_id`` and the id it works on, too.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line of JSON."""
        head = {"time": _time(record), "level": record.levelname.lower()}
        trace = self.trace_of(record)
        tail = {"trace": trace} if trace else {}
        around = {name: _shown(name, value) for name, value in _about.get().items()}
        return json.dumps(head | around | self.keys_of(record) | tail, ensure_ascii=False, default=str)


def configure_log(level: str, form: str, stream: TextIO | None = None) -> None:
    """Send every record of this process to one stream, stderr by default; safe to repeat."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Celery tells of every task twice, and of each that beat sends: steps tell what came of it themselves.
    least = logging.NOTSET if root.level <= logging.DEBUG else max(logging.WARNING, root.level)
    for talkative in ("celery.worker.strategy", "celery.app.trace", "celery.beat"):
        logging.getLogger(talkative).setLevel(least)
    for chatty in ("trafilatura", "htmldate", "courlan", "urllib3", "tornado.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


def _time(record: logging.LogRecord) -> str:
    return (
        datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _shown(name: str, value: object) -> object:
    if value and _SECRET_KEY.search(name):
        return MASK
    return value if value is None or isinstance(value, (bool, int, float)) else mask(str(value))


def _quoted(value: object) -> str:
    text = "-" if value is None else str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
