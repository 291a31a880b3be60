"""Asking other people's servers politely: robots.txt, turns, and rest for a host in trouble.

Hosts of our own (``allow_hosts``) are asked without ceremony.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from worker.errors import TryAgain
from worker.steps.turns import Terms
from worker.text.urls import host_of
from worker.web.answers import retry_after_s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.shapes import Page
    from worker.steps.context import Context
    from worker.web.client import WebRequest

MAX_CRAWL_DELAY_S = 60.0  # a longer wish would keep an outlet's news from ever arriving
REST_UNANSWERED_S = 600.0  # a host that does not answer at all
TOO_MANY = (429, 502, 503, 504)  # asked for, or nobody behind the gateway
REST_BUSY_S = 60.0  # a host that asks for fewer requests and does not say when
OVER_S = 30.0  # past its deadline a visit counts as over, even if nobody said so
MAX_REST_S = 3600.0  # a Retry-After is about one address; the host's others wait with it so long at most


def check_robots(context: Context, url: str) -> float | None:
    """Return the pause that the host asks for between two requests, None when it asks for none.

    Raises:
        GiveUp: ``robots`` or ``bad-url``.
        TryAgain: the host can't tell its rules for now.
    """
    if context.web.is_allowed(url):
        return None
    agent = context.settings.user_agent
    context.robots.check(url, agent)
    return _capped(context.robots.rules_for(url).crawl_delay_s(agent))


def fetch_in_turn(context: Context, request: WebRequest, gap_s: float | None = None) -> Page:
    """Return the answer of a host when its turn has come, whatever the status.

    Raises:
        NotYetError: the turn is too far away.
        TryAgain: the host does not answer, and is left alone for a while.
        GiveUp: ``bad-url``, ``blocked-address``, ``redirect-loop``, ``too-large``.
    """
    if context.web.is_allowed(request.url):
        return context.web.fetch(request)
    host = host_of(request.url)
    with context.turns.visit(host, _terms(context, host, request, gap_s)), _rest_unanswered(context, host):
        page = context.web.fetch(request)
    if page.status in TOO_MANY:
        wish_s = retry_after_s(page.header("retry-after"), context.now())
        context.turns.rest(host, min(wish_s or REST_BUSY_S, MAX_REST_S))
    return page


def post_in_turn(context: Context, request: WebRequest, body: bytes) -> int:
    """Send a form to a host when its turn has come and return the status; redirects are not followed.

    Raises:
        NotYetError: the turn is too far away.
        TryAgain: the host does not answer, and is left alone for a while.
        GiveUp: ``bad-url``, ``blocked-address``.
    """
    if context.web.is_allowed(request.url):
        return context.web.post(request, body)
    host = host_of(request.url)
    with context.turns.visit(host, _terms(context, host, request, None)), _rest_unanswered(context, host):
        status = context.web.post(request, body)
    if status in TOO_MANY:
        context.turns.rest(host, REST_BUSY_S)
    return status


@contextmanager
def _rest_unanswered(context: Context, host: str) -> Iterator[None]:
    try:
        yield
    except TryAgain:
        context.turns.rest(host, REST_UNANSWERED_S)
        raise


def _terms(context: Context, host: str, request: WebRequest, gap_s: float | None) -> Terms:
    """Return the host's own wish for a pause or the operator's, whichever is longer."""
    own = context.hosts.of(host)
    gap_s = gap_s or _capped(context.robots.known_delay_s(request.url, context.settings.user_agent))
    pauses = [pause for pause in (gap_s, own.pause_s) if pause]
    return Terms(
        gap_s=max(pauses, default=None),
        parallel=own.parallel or context.settings.host_parallel,
        for_s=request.deadline_s + OVER_S,
    )


def _capped(delay_s: float | None) -> float | None:
    return min(delay_s, MAX_CRAWL_DELAY_S) if delay_s else None
