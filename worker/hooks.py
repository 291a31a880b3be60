"""The callback service of WebSub: hubs ask here whether we meant it, and say when a feed has news.

It listens on loopback, behind a proxy that has the certificate, and reads nothing but tokens and signatures.
Slow, endless or huge requests are cut off; an unknown token costs one look-up.
"""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler, stream_request_body

from worker.log import Log, configure_log
from worker.settings import load_settings
from worker.steps.context import open_context
from worker.steps.websub import answer_hub, open_push, take_push

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.settings import Settings
    from worker.steps.context import Context
    from worker.steps.websub import Push

HEADERS_S = 10.0
BODY_S = 30.0
MAX_HEADER_BYTES = 16_384
MAX_BUFFER_BYTES = 131_072  # of one connection
THREADS = 4  # database calls at once; the loop itself never waits for one
log = Log("websub")


class Quiet(RequestHandler):
    """What both handlers answer with: a status, few headers, no words of tornado's."""

    def set_default_headers(self) -> None:
        """Say nothing of ourselves, and nothing that a browser would run."""
        self.clear_header("Server")
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("X-Content-Type-Options", "nosniff")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Send the status and no words."""
        self.set_status(status_code)
        self.finish()


class Nothing(Quiet):
    """Every other address."""

    def prepare(self) -> None:
        """Refuse."""
        self.set_status(404)
        self.finish()


@stream_request_body
class Callback(Quiet):
    """One feed's address: the token is the last part of the path, whatever the proxy puts before it.

    The body of a push is signed and let go of piece by piece; for an unknown token it is not read at all.
    """

    def initialize(self, context: Context, pool: ThreadPoolExecutor) -> None:
        """Take what every request needs."""
        self._context, self._pool = context, pool
        self._push: Push | None = None

    async def prepare(self) -> None:
        """Look the token up before a body is read; 410 tells a hub to forget what is nobody's any more."""
        if self.request.method != "POST":
            return
        token, signature = self.path_args[0], self.request.headers.get("X-Hub-Signature")
        self._push = await self._run(lambda: open_push(self._context, token, signature))
        if self._push is None:
            self.set_status(410)
            self.finish()

    def data_received(self, chunk: bytes) -> None:
        """Take a piece of the body."""
        if self._push is not None:
            self._push.proof.add(chunk)

    async def get(self, token: str) -> None:
        """Echo the challenge of a hub when we asked for what it says."""
        query = {
            name: values[0].decode("utf-8", "replace") for name, values in self.request.arguments.items()
        }
        challenge = await self._run(lambda: answer_hub(self._context, token, query))
        if challenge is None:
            self.set_status(404)
        else:
            self.write(challenge)

    async def post(self, _token: str) -> None:
        """Take a push."""
        push = self._push
        if push is not None:
            await self._run(lambda: take_push(self._context, push))
        self.set_status(202)

    def log_exception(self, *given: Any) -> None:
        """Log what nobody foresaw; what a stranger got wrong is no news."""
        if given and given[1] is not None and not hasattr(given[1], "status_code"):
            log.error("hooks.failed", reason=f"{type(given[1]).__name__}: {given[1]}")

    async def _run(self, do: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, do)


def make_server(context: Context, pool: ThreadPoolExecutor) -> HTTPServer:
    """Build the service; nothing listens yet."""
    routes = [(r"/(?:[^?]{0,1000}/)?([A-Za-z0-9_-]{32})", Callback, {"context": context, "pool": pool})]
    application = Application(routes, default_handler_class=Nothing, log_function=lambda _: None)
    return HTTPServer(
        application,
        max_body_size=context.settings.max_feed_bytes,
        max_buffer_size=MAX_BUFFER_BYTES,
        max_header_size=MAX_HEADER_BYTES,
        idle_connection_timeout=HEADERS_S,
        body_timeout=BODY_S,
        no_keep_alive=True,
    )


async def serve(settings: Settings) -> None:
    """Listen until SIGINT or SIGTERM."""
    context = open_context(settings)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    with ThreadPoolExecutor(THREADS) as pool:
        server = make_server(context, pool)
        server.listen(settings.websub_port, settings.websub_listen)
        log.info("hooks.listening", address=settings.websub_listen, port=settings.websub_port)
        await ended.wait()
        server.stop()
        await server.close_all_connections()
    context.close()


def main() -> None:
    """Run the service of this process's settings."""
    settings = load_settings(os.environ)
    configure_log(settings.log_level, settings.log_format)
    asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
