"""Tell where the broker of a data folder listens; starts nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.settings import Settings

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing NUL included.
MAX_SOCKET_PATH_BYTES = 103
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
