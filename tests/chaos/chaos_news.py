"""A newsroom on loopback: feeds of articles that are all different, some of them poison, slow or missing."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<html lang="en"><head><title>Envoy speaks, part {n}</title></head><body><article>
<h1>Envoy speaks, part {n}</h1>
<p>The foreign ministry of Norway spoke on Monday about talks on vessel {n} that had lasted for a week.</p>
<p>“We condemn the attack on vessel number {n} most strongly,” Norwegian Foreign Minister Ada Lind said
in Oslo. “Norway will bring the matter of vessel {n} before the United Nations Security Council soon.”</p>
<p>She added that her government expected an answer on vessel {n} within days and that the ambassador of the
other side had been summoned to the ministry in Oslo on Monday evening.</p>
{more}</article></body></html>"""


class News:
    """What is published: lists by name, each with the names of its pages; ``answer`` may misbehave."""

    def __init__(self):
        self.lists: dict[str, list[str]] = {}
        self.raw: dict[str, tuple[str, bytes]] = {}  # by path: content type and bytes, served as they are
        self.asked: Counter[str] = Counter()
        self.disturb = lambda path: None
        self.base = ""

    def listing(self, name):
        items = "".join(
            f"<item><guid>{page}</guid><title>Envoy speaks, part {page}</title>"
            f"<link>{self.base}/page/{page}</link><pubDate>{formatdate()}</pubDate></item>"
            for page in self.lists[name]
        )
        title = f"<title>The Harbour Post {name}</title>"
        return f'<rss version="2.0"><channel>{title}{items}</channel></rss>'.encode()

    def page(self, name):
        more = {"hang": "<p>POISON-HANG</p>", "crash": "<p>POISON-CRASH</p>"}.get(name.partition("-")[0], "")
        return PAGE.format(n=name, more=more).encode()

    def answer(self, path):
        """Return status, content type and body; sleeping is the server's way to hang."""
        self.asked[path] += 1
        trouble = self.disturb(path)
        if isinstance(trouble, int):
            return trouble, "text/plain", b""
        if isinstance(trouble, float):
            time.sleep(trouble)
        if path in self.raw:
            return 200, *self.raw[path]
        kind, _, name = path.strip("/").partition("/")
        if kind == "feed" and name in self.lists:
            return 200, "application/rss+xml", self.listing(name)
        if kind == "page" and not name.startswith("gone"):
            return 200, "text/html; charset=utf-8", self.page(name)
        return 404, "text/plain", b""


@contextmanager
def served(news):
    """Serve what is published, and set its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            status, kind, body = news.answer(self.path)
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the reader was killed, or lost patience

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        news.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield news
        server.shutdown()
        thread.join()
