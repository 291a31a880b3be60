"""The lock against a database of known faults: found, looked at, or skipped in one line."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[1] / "bench" / "lock_audit.py"
LOCK = "celery[redis]==5.6.3 \\\n    --hash=sha256:00\nlxml==6.0.0 ; sys_platform != 'win32' \\\n"


@pytest.fixture
def database():
    """Return a function that serves one answer and returns its address; it keeps what was asked."""
    servers, asked = [], []

    def serve(answer):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                body = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/", asked

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def audit(tmp_path, url):
    (tmp_path / "lock").write_text(LOCK)
    command = [sys.executable, str(AUDIT), str(tmp_path / "lock")]
    done = subprocess.run(command, env={"OSV_URL": url}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_known_fault_of_a_pinned_version_is_an_error(tmp_path, database):
    url, asked = database({"results": [{}, {"vulns": [{"id": "PYSEC-1", "modified": "2026"}]}]})
    assert audit(tmp_path, url) == (1, "known fault: lxml 6.0.0 PYSEC-1\nknown faults: 1 in 2 packages\n")
    wanted = [(query["package"]["name"], query["version"]) for query in asked[0]["queries"]]
    assert wanted == [("celery", "5.6.3"), ("lxml", "6.0.0")]


def test_a_clean_lock_passes(tmp_path, database):
    url, _ = database({"results": [{}, {}]})
    assert audit(tmp_path, url) == (0, "known faults: 0 in 2 packages\n")


@pytest.mark.parametrize("answer", [None, {"results": []}, "no"])
def test_no_database_or_no_sense_is_one_line_and_no_error(tmp_path, database, answer):
    """Work offline goes on."""
    url = database(answer)[0] if answer else "http://127.0.0.1:1/"
    code, said = audit(tmp_path, url)
    assert (code, len(said.splitlines())) == (0, 1)
    assert "not checked" in said
