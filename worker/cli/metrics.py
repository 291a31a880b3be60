"""``communique metrics``: the Prometheus endpoint, in the foreground."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from worker.cli.process import settings_here


def metrics(
    *,
    port: Annotated[int | None, typer.Option(help="Listen here.", min=1, max=65535)] = None,
    address: Annotated[str | None, typer.Option(help="On this address; loopback by default.")] = None,
) -> None:
    """Serve metrics for Prometheus until stopped; `communique up` does it by itself."""
    from worker.log import configure_log  # noqa: PLC0415
    from worker.monitor.serve import serve_until_stopped  # noqa: PLC0415

    settings = settings_here()
    configure_log(settings.log_level, settings.log_format)
    settings = replace(
        settings,
        metrics_port=port or settings.metrics_port,
        metrics_address=address or settings.metrics_address,
    )
    serve_until_stopped(settings)
