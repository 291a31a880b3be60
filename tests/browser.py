"""A real Chromium for the tests that look at pages as a person does; they are skipped where there is none.

It is spoken to over its own DevTools protocol with Tornado's websocket, which Flower brings along: no
driver, no further package. It reaches loopback and files, nothing else.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tornado.websocket import websocket_connect

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    *("--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--mute-audio"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--disable-extensions", "--no-default-browser-check"),
    *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-port=0"),
)
PATIENCE_S = 20.0


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Give a running browser, or skip: `apt-get install chromium` provides one."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(NAMES)} is installed")
    with _running(program) as address:
        browser = Chromium(address)
        try:
            yield browser
        finally:
            browser.close()


class Chromium:
    """One page of a running browser."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._numbers = itertools.count(1)
        self._socket = self._run(_connect(address))
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call one method of the DevTools protocol."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        return self._run(self._exchange(message, number))

    def open(self, url: str) -> None:
        """Go to a page; what it draws later, `until` waits for."""
        error = self.call("Page.navigate", url=url).get("errorText")
        assert not error, f"{url}: {error}"
        self.until("document.readyState == 'complete'", url)

    def ask(self, script: str) -> Any:
        """Return what a script finds on the page; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def read(self, selector: str = "body") -> str:
        """Return the text that a person reads in the first part of the page that fits."""
        return str(self.ask(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    def until(self, script: str, what: str, every_s: float = 0.05) -> None:
        """Wait until a script finds something true; fail with what was waited for, and what stands there."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.ask(script):
            assert time.monotonic() < deadline, f"never came: {what}; the page says: {self.read()[:500]}"
            time.sleep(every_s)

    def look(self, width: int = 1280, height: int = 800, *, dark: bool = False, scale: float = 1) -> None:
        """Set the size of the window and which colours its owner prefers."""
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def shoot(self, file: Path) -> None:
        """Save what the window shows as PNG."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        file.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        """Close the connection; the browser ends by itself."""
        self._socket.close()
        self._loop.close()

    def _run(self, coroutine: Any) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(coroutine, PATIENCE_S))

    async def _exchange(self, message: dict[str, Any], number: int) -> dict[str, Any]:
        await self._socket.write_message(json.dumps(message))
        while True:
            received = await self._socket.read_message()
            assert received is not None, "the browser has ended"
            answer = json.loads(received)
            if answer.get("id") == number:
                assert "error" not in answer, answer["error"]
                return answer["result"]


async def _connect(address: str) -> Any:
    return await websocket_connect(address, max_message_size=64 << 20)


@contextmanager
def _running(program: str) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="cq-web-"))
    flags = [*FLAGS, f"--user-data-dir={folder}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([program, *flags, "about:blank"], stderr=said, start_new_session=True)
    try:
        yield _address(process, folder / "said")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    deadline = time.monotonic() + PATIENCE_S
    while not (found := re.search(r"DevTools listening on (ws://\S+)", said.read_text("utf-8", "replace"))):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.skip(f"the browser did not start: {said.read_text('utf-8', 'replace')[-300:]}")
        time.sleep(0.05)
    return found[1]
