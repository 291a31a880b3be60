"""Start the parts in order, restart what dies loudly and with growing pauses, stop them warmly."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.app import QUEUES
from worker.errors import WorkerError
from worker.log import Log
from worker.stack.broker import BROKER_ERRORS, answers, return_orphans
from worker.stack.children import Child, Leash, never, stop_children
from worker.stack.parts import node_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from celery import Celery

    from worker.stack.children import Part

START_S = 180.0  # what hangs is given up; what dies is seen at once. A crowded machine took over 60 s
STEADY_S = 20.0  # a child alive this long starts its pauses anew: it is no crash at the start
LONGEST_PAUSE_S = 30.0
PING_EVERY_S = 30.0
PING_GRACE_S = 1.0  # beyond the wait for answers: connecting and sending on a crowded machine
PINGS_MISSED = 4  # a worker on a busy machine may miss one; four in a row are two minutes of silence

log = Log("stack")


class StartFailed(WorkerError):  # noqa: N818 - named for what happened
    """A part of the stack did not come up; its last words say why."""


@dataclass(slots=True)
class _Post:
    """One part's place in the stack, whoever fills it."""

    part: Part
    queues: tuple[str, ...] = ()  # what a worker consumes, alone
    child: Child | None = None
    failures: int = 0
    retry_at: float = 0.0
    missed: int = 0


class Supervisor:
    """The children of one stack.

    Args:
        app: a Celery app that talks to this stack's broker.
        lock_fd: the data folder's lock, kept by the leash until the last child is gone.
        say: called with a line for the person at the terminal.
    """

    def __init__(self, app: Celery, lock_fd: int, say: Callable[[str], None]) -> None:
        self._app = app
        self._lock_fd = lock_fd
        self._leash = Leash(lock_fd)
        self._say = say
        self._broker: _Post | None = None
        self._posts: list[_Post] = []
        self._next_ping = time.monotonic() + PING_EVERY_S
        self._pinging: threading.Thread | None = None

    def start_broker(self, part: Part) -> None:
        """Start the broker, wait until it answers, and give back what an earlier stack left in hand."""
        self._broker = _Post(part)
        self._fill(self._broker)
        self._wait_until(lambda: answers(self._app), [self._broker], pause_s=0.02)
        log.info("stack.returned", part=part.name, messages=return_orphans(self._app, QUEUES))

    def start_workers(self, parts: Sequence[tuple[Part, tuple[str, ...]]]) -> None:
        """Start workers side by side and wait until each answers a ping; a broker that dies is revived."""
        posts = [_Post(part, queues) for part, queues in parts]
        for post in posts:
            self._posts.append(post)
            self._fill(post)
        names = {node_name(post.part) for post in posts}
        self._wait_until(lambda: names <= self._pinged(1.0, len(names)), posts, pause_s=0.05)

    def start(self, part: Part) -> None:
        """Start a part that need not be waited for."""
        post = _Post(part)
        self._posts.append(post)
        self._fill(post)

    def pids(self) -> dict[str, int]:
        """Return the process id of each running part by its name."""
        posts = [self._broker, *self._posts] if self._broker else self._posts
        return {post.part.name: post.child.pid for post in posts if post.child}

    def watch(self) -> None:
        """Restart what has ended or fallen silent; call it a few times a second."""
        now = time.monotonic()
        if self._leash.ended():
            log.error("stack.leash_lost")
            self._leash = Leash(self._lock_fd)
            for post in self._all():
                if post.child:
                    post.child.move(self._leash)
        for post in self._all():
            self._watch_one(post, now)
        if now >= self._next_ping:
            self._next_ping = now + PING_EVERY_S
            self._listen()

    def stop(self, hurry: Callable[[], bool] = never, *, idle: bool = False) -> None:
        """Stop beat and Flower, then the workers warmly, then the broker; nothing is left behind.

        Args:
            hurry: asked while running tasks may still end; True cuts that short.
            idle: nothing is in hand and nobody sends; saves the seconds that Celery takes to find out.
        """
        quiet = [post.child for post in self._posts if post.child and not post.queues]
        workers = [post.child for post in self._posts if post.child and post.queues]
        stop_children(quiet)
        if idle:
            for worker in workers:
                worker.clear()
        else:
            stop_children(workers, hurry)
        if self._broker and self._broker.child:
            stop_children([self._broker.child])
        self._leash.close()

    def _all(self) -> list[_Post]:
        return [self._broker, *self._posts] if self._broker else self._posts

    def _fill(self, post: _Post) -> None:
        post.child = Child(post.part, self._leash)
        post.missed = 0
        log.info("stack.started", part=post.part.name, pid=post.child.pid)

    def _watch_one(self, post: _Post, now: float) -> None:
        if post.child is not None:
            status = post.child.ended()
            if status is not None:
                self._bury(post, post.child, status, now)
        elif now >= post.retry_at:
            self._revive(post)

    def _bury(self, post: _Post, child: Child, status: int, now: float) -> None:
        child.clear()
        post.child = None
        post.failures = 1 if now - child.started > STEADY_S else post.failures + 1
        pause_s = min(LONGEST_PAUSE_S, 2.0 ** (post.failures - 1))
        post.retry_at = now + pause_s
        log.error(
            "stack.died", part=post.part.name, status=status, again_in_s=pause_s, last=child.last_words()
        )
        self._say(
            f"{post.part.name} ended unexpectedly ({_in_words(status)}); starting it again in {pause_s:g} s"
        )

    def _revive(self, post: _Post) -> None:
        if post.queues:
            # Its only consumer is dead: whatever it held goes back now, not after the visibility timeout.
            with contextlib.suppress(*BROKER_ERRORS):
                log.info(
                    "stack.returned", part=post.part.name, messages=return_orphans(self._app, post.queues)
                )
        self._fill(post)

    def _listen(self) -> None:
        workers = [post for post in self._posts if post.queues and post.child]
        heard = self._pinged(2.0, len(workers))
        for post in workers:
            post.missed = 0 if node_name(post.part) in heard else post.missed + 1
            if post.missed >= PINGS_MISSED and post.child:
                log.error("stack.silent", part=post.part.name, pid=post.child.pid)
                self._say(
                    f"{post.part.name} has not answered for {PINGS_MISSED * PING_EVERY_S:g} s; ending it"
                )
                post.child.clear()

    def _pinged(self, timeout_s: float, count: int) -> set[str]:
        """Return the nodes that answer in time.

        A broker that dies between two commands of a ping makes kombu connect again without end (``Mailbox``
        publishes with ``retry=True`` and no limit): here, it would wait for the one who revives the broker.
        """
        heard: set[str] = set()

        def ping() -> None:
            with contextlib.suppress(*BROKER_ERRORS):
                for reply in self._app.control.ping(timeout=timeout_s, limit=count) or []:
                    heard.update(reply)

        if self._pinging is None or not self._pinging.is_alive():
            self._pinging = threading.Thread(target=ping, name="ping", daemon=True)
            self._pinging.start()
        self._pinging.join(timeout_s + PING_GRACE_S)
        return set(heard)

    def _wait_until(self, ready: Callable[[], bool], posts: Sequence[_Post], pause_s: float) -> None:
        deadline = time.monotonic() + START_S
        while not ready():
            for post in posts:
                if post.child and post.child.ended() is not None:
                    raise StartFailed(
                        f"{post.part.name} did not start: {post.child.last_words() or 'see above'}"
                    )
            if self._broker and self._broker not in posts:
                self._watch_one(self._broker, time.monotonic())  # without it nobody would ever answer
            if time.monotonic() > deadline:
                raise StartFailed(f"{posts[0].part.name} did not answer within {START_S:g} s")
            time.sleep(pause_s)


def _in_words(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"
