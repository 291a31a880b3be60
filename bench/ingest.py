"""Run the whole line over a folder of real and hostile material, served on loopback; do the books balance?

    .venv/bin/python bench/ingest.py FOLDER [--timeout 900] [--database URL] [--pages 200]

FOLDER holds ``feeds/manifest.jsonl``, ``hostile/manifest.jsonl`` and ``pages/*/gold.jsonl``, each line with a
"file". Every feed file is registered as a feed; the pages and hostile pages are listed by one more feed.
``communique run-once`` works until it is idle in a data folder of its own. Fails when an entry has neither an
outcome nor a retry set for later, or when the command ends otherwise than with 0.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import select
from worker.store.engine import open_store
from worker.store.models import EntryRow, PollRow, StatementTable
from worker.store.statements import each_statement

TYPES = {".html": "text/html", ".xml": "application/xml", ".json": "application/json"}


def main() -> int:
    options = _options()
    files = _files(options.folder, options.pages)
    server = _serve(options.folder, files["page"])
    place = f"127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        database = options.database or f"sqlite:///{home}/communique.db"
        environment = os.environ | {
            "COMMUNIQUE_HOME": home,
            "COMMUNIQUE_ALLOW_HOSTS": place,
            "COMMUNIQUE_DATABASE_URL": database,
            "COMMUNIQUE_MAX_ENTRY_AGE_DAYS": "0",
        }
        listed = Path(home, "feeds.csv")
        lines = [f"http://{place}/{quote(name)}" for name in (*files["feed"], "all-pages.xml")]
        listed.write_text("url\n" + "\n".join(lines) + "\n", encoding="utf-8")
        for arguments in (["db", "upgrade"], ["feeds", "import", str(listed)]):
            if _run(arguments, environment):
                return 1
        started = time.perf_counter()
        code = _run(["run-once", "--timeout", str(options.timeout)], environment)
        elapsed_s = time.perf_counter() - started
        polled, limbo = _report(database, elapsed_s)
        if options.statements:
            options.statements.write_text("\n".join(_statements(database)) + "\n", encoding="utf-8")
    server.shutdown()
    missed = len(lines) - polled
    print(f"run-once ended with {code}; {limbo} entries in limbo; {missed} feeds never polled")
    return 1 if code or limbo or missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--timeout", type=int, default=900)
    parser.add_argument("--database", help="a database to use in place of a fresh SQLite file")
    parser.add_argument("--statements", type=Path, help="write every statement here, to compare two runs")
    parser.add_argument("--pages", type=int, default=200, help="pages of each suite")
    return parser.parse_args()


def _files(folder: Path, pages: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"feed": [], "page": []}
    manifests = ((folder / "feeds/manifest.jsonl", "feed"), (folder / "hostile/manifest.jsonl", None))
    for manifest, kind in manifests:
        for line in manifest.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            name = f"{manifest.parent.name}/{row['file']}"
            found[kind or ("feed" if row.get("kind") == "feed" else "page")].append(name)
    for gold in sorted(folder.glob("pages/*/gold.jsonl")):
        lines = gold.read_text(encoding="utf-8").splitlines()[:pages]
        rows = [json.loads(line) for line in lines]
        found["page"] += [f"pages/{gold.parent.name}/{Path(row['file']).name}" for row in rows]
    return found


def _serve(folder: Path, pages: list[str]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = unquote(self.path.lstrip("/"))
            path = (folder / name).resolve()
            if name == "all-pages.xml":
                body = _listing(f"http://127.0.0.1:{self.server.server_port}", pages)
            elif path.is_file() and path.is_relative_to(folder.resolve()):
                body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            else:
                self.send_error(404)
                return
            self.send_response(200)
            suffix = Path(name.removesuffix(".gz")).suffix
            self.send_header("Content-Type", TYPES.get(suffix, "text/html"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the summary is what counts."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _listing(base: str, pages: list[str]) -> bytes:
    today = formatdate()
    items = "".join(
        f"<item><guid>{number}</guid><link>{base}/{quote(name)}</link><pubDate>{today}</pubDate></item>"
        for number, name in enumerate(pages)
    )
    return f"<rss version='2.0'><channel><title>pages</title>{items}</channel></rss>".encode()


def _run(arguments: list[str], environment: dict[str, str]) -> int:
    command = [str(Path(sys.executable).with_name("communique")), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    print(*(done.stdout + done.stderr).strip().splitlines()[-12:], sep="\n")
    return done.returncode


def _report(database: str, elapsed_s: float) -> tuple[int, int]:
    store = open_store(database)
    with store.reading() as session:
        entries = session.execute(select(EntryRow.outcome, EntryRow.next_attempt_at)).all()
        polls = Counter(session.scalars(select(PollRow.outcome)))
        statements = len(session.scalars(select(StatementTable.id)).all())
    store.close()
    outcomes = Counter(outcome or ("retry set" if later else "LIMBO") for outcome, later in entries)
    print(f"{sum(polls.values())} polls: {dict(polls)}")
    print(f"{len(entries)} entries in {elapsed_s:.0f} s, {statements} statements")
    print(f"outcomes: {dict(outcomes.most_common())}")
    return sum(polls.values()), outcomes["LIMBO"]


def _path(url: str | None) -> str:
    return urlsplit(url or "").path


def _statements(database: str) -> list[str]:
    """Return every statement as a line that does not depend on the run: no ids, no port."""
    store = open_store(database)
    rows = [
        json.dumps([_path(row.article_url), row.spans, row.actor, row.country, row.act, row.text])
        for row in each_statement(store)
    ]
    store.close()
    return sorted(rows)


if __name__ == "__main__":
    sys.exit(main())
