"""Tell where the broker of a data folder listens, and how redis-py reaches it; starts nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import redis

if TYPE_CHECKING:
    from worker.settings import Settings

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing NUL included.
MAX_SOCKET_PATH_BYTES = 103
ANSWER_S = 5.0  # a broker that hangs must not hang its workers
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")


def broker_url(settings: Settings) -> str:
    """Return the configured broker, else the address of the embedded one of this data folder."""
    if settings.broker_url:
        return settings.broker_url
    return f"redis+socket://{socket_path(settings.home)}?virtual_host=1"


def socket_path(home: Path) -> Path:
    """Return the embedded broker's unix socket: inside ``home``, in ``/tmp`` when that path won't do.

    It won't do when it is too long for the kernel, or has characters that mean something in a URL.

    The same folder gives the same path in every process, so a second command finds a running stack.
    """
    inside = home / "stack" / "broker.sock"
    if len(bytes(inside)) <= MAX_SOCKET_PATH_BYTES and PLAIN_PATH.fullmatch(str(inside)):
        return inside
    digest = hashlib.sha256(bytes(home)).hexdigest()[:16]
    return Path("/tmp") / f"communique-{digest}" / "broker.sock"  # noqa: S108 - made private by the supervisor


def redis_client(url: str) -> Any:
    """Return a redis-py client for a broker's URL as Celery writes it; nothing is opened yet."""
    if not url.startswith("redis+socket://"):
        return redis.Redis.from_url(url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S)
    parts = urlsplit(url)
    database = parse_qs(parts.query).get("virtual_host", ["0"])[0]
    return redis.Redis(unix_socket_path=parts.path, db=int(database), socket_timeout=ANSWER_S)
