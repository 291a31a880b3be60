"""Broker and database over TLS: the options of docs/security.md work, strangers are refused.

The servers of the wheels are built without TLS, so a door before them speaks it, as a proxy would.
"""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from stack_trial import until
from worker.app import QUEUES, make_app
from worker.app.broker_address import redis_client
from worker.errors import WrongUse
from worker.settings import load_settings
from worker.stack.broker import broker_part, complaint, waiting
from worker.stack.children import Child as RunningPart
from worker.stack.children import Leash, stop_children
from worker.store.engine import open_store


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Return a folder with the certificate of localhost, its key, and a stranger's certificate."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    for name in ("ours", "stranger"):
        words = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ]
        words += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        files = ["-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"]
        subprocess.run([*words, *files], check=True, capture_output=True)
    return folder


@contextmanager
def tls_door(certificates, connect, *, asks_first=False):
    """Listen on loopback, speak TLS, and pass on what is said; ``asks_first`` is PostgreSQL's manner."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "ours.pem", certificates / "ours.key")

    def serve(client):
        with suppress(OSError), client:
            if asks_first:
                assert client.recv(8)[4:] == b"\x04\xd2\x16\x2f"
                client.sendall(b"S")
            with context.wrap_socket(client, server_side=True) as secret, connect() as inside:
                back = threading.Thread(target=pump, args=(inside, secret), daemon=True)
                back.start()
                pump(secret, inside)

    def accept():
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=accept, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def pump(source, target):
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def unix_socket(path):
    def connect():
        made = socket.socket(socket.AF_UNIX)
        made.connect(str(path))
        return made

    return connect


@pytest.mark.broker
def test_the_broker_is_reached_over_tls_and_only_with_the_right_certificate(home, certificates):
    """Celery's own connections and ours take the same address."""
    settings = load_settings({"COMMUNIQUE_HOME": str(home)})
    app = make_app(settings)
    with (home / "nothing").open("w") as nothing:
        leash = Leash(nothing.fileno())
        broker = RunningPart(broker_part(settings), leash)
        try:
            until(lambda: complaint(app) is None, "the broker")
            path = home / "stack" / "broker.sock"
            with tls_door(certificates, unix_socket(path)) as port:
                options = "ssl_cert_reqs=required&ssl_ca_certs="
                address = f"rediss://localhost:{port}/1?{options}{certificates}"
                good = make_app(replace(settings, broker_url=f"{address}/ours.pem"))
                assert complaint(good) is None
                client = redis_client(f"{address}/ours.pem")
                assert client.ping()
                assert waiting(client, QUEUES) == 0
                bad = make_app(replace(settings, broker_url=f"{address}/stranger.pem"))
                assert "certificate verify failed" in complaint(bad)
                good.close()
                bad.close()
        finally:
            stop_children([broker])
            leash.close()
            app.close()


@pytest.mark.postgres
def test_the_database_is_reached_over_tls_and_only_with_the_right_certificate(postgres_url, certificates):
    """``verify-full`` looks at the name as well."""
    path = postgres_url.partition("host=")[2] + "/.s.PGSQL.5432"
    with tls_door(certificates, unix_socket(path), asks_first=True) as port:
        address = f"postgresql+psycopg://postgres@localhost:{port}/postgres?sslmode=verify-full&sslrootcert="
        store = open_store(f"{address}{certificates}/ours.pem")
        with store.reading() as session:
            assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
        store.close()
        with pytest.raises(WrongUse, match="certificate verify failed"):
            open_store(f"{address}{certificates}/stranger.pem")
