"""The sample newsroom: served whole, its links leading back to it, nothing outside it reachable."""

from __future__ import annotations

import http.client
import re

import pytest
from worker.cli.newsroom import WRITTEN, open_newsroom
from worker.settings import seeds_dir


@pytest.fixture(scope="module")
def newsroom():
    with open_newsroom(seeds_dir() / "newsroom") as opened:
        yield opened


def get(newsroom, path, method="GET"):
    connection = http.client.HTTPConnection(newsroom.host, timeout=5)
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def test_every_entry_of_both_feeds_can_be_read(newsroom):
    """A dead link in the demo would look like a fault of the worker."""
    links = []
    for feed in newsroom.feeds:
        status, _, body = get(newsroom, feed.url.removeprefix(f"http://{newsroom.host}"))
        assert status == 200
        assert WRITTEN not in body
        links += re.findall(rf"http://{newsroom.host}(/\w+/[\w-]+\.html)", body)
    assert len(set(links)) == 17
    for path in links:
        status, headers, body = get(newsroom, path)
        assert status == 200
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert f'rel="canonical" href="http://{newsroom.host}{path}"' in body
        assert re.search("sample|Sample|Beispiel", body)


@pytest.mark.parametrize(
    "path", ["/", "/README.md", "/../settings.toml", "/%2e%2e/newsroom/robots.txt", "//etc/passwd"]
)
def test_nothing_else_is_served(newsroom, path):
    """Only the newsroom's own files have addresses."""
    assert get(newsroom, path)[0] == 404


def test_head_has_no_body(newsroom):
    """Headers alone, same length."""
    status, headers, body = get(newsroom, "/robots.txt", "HEAD")
    assert (status, body) == (200, "")
    assert int(headers["Content-Length"]) > 0
