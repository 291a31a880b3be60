"""Memory and disk that the broker needs for a message that waits.

    .venv/bin/python bench/messages.py [--messages 10000]

Starts the embedded broker on a new folder, sends real messages of one task as ``send`` does, named after
addresses of 80 characters, and asks the broker what they take.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from worker.app import make_app, send
from worker.app.broker_address import broker_url, redis_client
from worker.settings import load_settings
from worker.stack.broker import broker_part
from worker.stack.lock import FolderLock
from worker.stack.supervise import Supervisor


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=10_000)
    count = parser.parse_args().messages
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        settings = load_settings({"COMMUNIQUE_HOME": home})
        app = make_app(settings)
        with FolderLock(settings.home, "bench") as lock:
            stack = Supervisor(app, lock.fd, print)
            try:
                stack.start_broker(broker_part(settings))
                client = redis_client(broker_url(settings))
                before = client.info("memory")["used_memory"]
                started = time.process_time()
                names = {n: f"https://outlet{n % 900}.example/news/{n:048}" for n in range(count)}
                sent = send(app, "pages.fetch", range(count), names=names)
                spent_ms = 1000 * (time.process_time() - started) / sent
                took = client.info("memory")["used_memory"] - before
                message = len(client.lindex("fetch", 0))
                files = sum(file.stat().st_size for file in Path(home).rglob("*.aof"))
            finally:
                stack.stop()
    print(
        f"{sent:,} messages of {message} bytes: {took / sent:.0f} bytes of memory each, {took / 1e6:.1f} MB"
    )
    print(f"{files / sent:.0f} bytes each in the append-only file; {spent_ms:.2f} ms CPU to send one")


if __name__ == "__main__":
    main()
