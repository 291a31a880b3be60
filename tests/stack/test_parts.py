"""The parts beside the workers: what they run, and ports that are taken."""

from __future__ import annotations

import socket

import pytest
from worker.errors import WrongUse
from worker.settings import load_settings
from worker.stack.parts import hooks_part


def test_the_callback_service_has_the_settings_of_the_stack(home):
    settings = load_settings(
        {"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_WEBSUB_ADDRESS": "https://us.example"}
    )
    part = hooks_part(settings)
    assert part.command[-2:] == ("-m", "worker.hooks")
    assert part.environ["COMMUNIQUE_WEBSUB_ADDRESS"] == "https://us.example"


def test_its_taken_port_is_named_before_anything_starts(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        settings = load_settings({"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_WEBSUB_PORT": port})
        with pytest.raises(WrongUse, match=f"callback service can't listen on 127.0.0.1:{port}"):
            hooks_part(settings)
