"""Saved pages, and a server process on loopback that lists and serves them; for the benches beside it."""

from __future__ import annotations

import gzip
import json
import multiprocessing
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def load_pages(folder: Path, count: int) -> list[bytes]:
    """Return the first pages of a folder of suites, each with a gold.jsonl of {"file"}: packed with gzip."""
    files = [
        gold.parent / json.loads(row)["file"]
        for gold in sorted(folder.glob("*/gold.jsonl"))
        for row in gold.read_text("utf-8").splitlines()
    ]
    return [gzip.decompress(file.read_bytes()) for file in files[:count]]


class served:  # noqa: N801 – used like a function
    """A server process that lists every page ``rounds`` times and serves it."""

    def __init__(self, pages: list[bytes], rounds: int) -> None:
        self.ready: Any = multiprocessing.Queue()
        target = (pages, rounds, self.ready)
        self.process = multiprocessing.get_context("fork").Process(target=_serve, args=target, daemon=True)

    def __enter__(self) -> str:
        self.process.start()
        return f"127.0.0.1:{self.ready.get()}"

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.join()


def _serve(pages: list[bytes], rounds: int, ready: Any) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.strip("/").split("/")[-1]
            kind = "text/html"
            if name.isdigit():
                body = pages[int(name)]
            elif name == "feed.xml":
                body, kind = listing, "application/rss+xml"
            else:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    base, today = f"http://127.0.0.1:{server.server_port}", formatdate()
    items = "".join(
        f"<item><guid>{turn}-{number}</guid><link>{base}/{turn}/{number}</link><pubDate>{today}</pubDate></item>"
        for turn in range(rounds)
        for number in range(len(pages))
    )
    listing = f"<rss version='2.0'><channel><title>pages</title>{items}</channel></rss>".encode()
    ready.put(server.server_port)
    server.serve_forever()
