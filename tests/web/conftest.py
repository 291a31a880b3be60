"""Loopback servers that misbehave on demand; all of them stop with their test."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest
from worker.web.client import WebClient, WebPolicy

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nhi"


class Loopback:
    """Answers each path with bytes, or with a function of the socket and of the event that ends the test."""

    def __init__(self, paths=None, default=OK):
        self.paths = paths or {}
        self.default = default
        self.requests = []
        self.connections = 0
        self.ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def url(self, path="/"):
        return f"http://{self.host}{path}"

    def stop(self):
        self.ended.set()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            pass  # wakes the accept
        self._thread.join(2)
        self._listener.close()

    def _accept(self):
        while not self.ended.is_set():
            with contextlib.suppress(OSError):
                peer, _ = self._listener.accept()
                if self.ended.is_set():
                    peer.close()
                    return
                self.connections += 1
                threading.Thread(target=self._answer, args=(peer,), daemon=True).start()

    def _answer(self, peer):
        with contextlib.suppress(OSError, IndexError), peer:
            peer.settimeout(2)
            while asked := peer.recv(65536).decode("latin-1"):
                self.requests.append(asked)
                what = self.paths.get(asked.split(" ")[1], self.default)
                if callable(what):
                    what(peer, self.ended)
                    return
                peer.sendall(what)


@pytest.fixture
def serve():
    """Start servers; they stop at the end of the test."""
    servers = []

    def start(paths=None, default=OK):
        servers.append(Loopback(paths, default))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def client_for():
    """Make a client that may talk to the given servers, and to nothing else on this machine."""

    def make(*servers, **policy):
        return WebClient(WebPolicy("communique-test", frozenset(s.host for s in servers), **policy))

    return make


@pytest.fixture
def redirect():
    """Make the bytes of a redirect."""

    def make(target, status=302, body=b""):
        head = f"HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    return make
