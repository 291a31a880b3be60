"""The sample newsroom as a web server on loopback; it answers with its own files and nothing else."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITTEN = "https://newsroom.invalid"  # what the files call their host
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """One of the newsroom's feeds under the address it has now."""

    url: str
    outlet: str
    lang: str


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A running newsroom."""

    host: str  # host:port
    feeds: tuple[SampleFeed, ...]


@contextmanager
def open_newsroom(folder: Path) -> Iterator[Newsroom]:
    """Serve the folder from a thread on a free loopback port, until the block ends."""
    server = _Server(("127.0.0.1", 0), folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield Newsroom(
            host=server.host,
            feeds=(
                SampleFeed(f"http://{server.host}/courier/feed.xml", "Meridian Courier", "en"),
                SampleFeed(f"http://{server.host}/tagblatt/feed.atom", "Hafenstädter Tagblatt", "de"),
            ),
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], folder: Path) -> None:
        super().__init__(address, _Handler)
        self.host = f"{address[0]}:{self.server_address[1]}"
        # Read once, listed by path: a request can name nothing outside the folder.
        self.pages = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in folder.rglob("*")
            if path.suffix in TYPES
        }


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        """Answer with a file, its links leading back to this server."""
        path = self.server.pages.get(unquote(urlsplit(self.path).path))
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        text = path.read_text(encoding="utf-8").replace(WRITTEN, f"http://{self.server.host}")
        body = text.encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", TYPES[path.suffix])
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", formatdate(path.stat().st_mtime, usegmt=True))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

    def log_message(self, *_: Any) -> None:
        """Keep quiet: the demo draws its own progress."""
