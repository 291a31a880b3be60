"""OpenTelemetry traces, for who installs ``communique[traces]`` and sets an address: else nothing is loaded.

One trace leads from a poll to the statements: its context travels in the headers of the messages. A poll
begins a new one, and so does whatever the sweep or a job sends: else all feeds would be one trace.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine

ROOTS = frozenset({"feeds.poll", "reprocess.run"})  # their messages begin a trace
_provider: Any = None


def demand_extra(endpoint: str | None) -> None:
    """Return when traces are off, or can be made.

    Raises:
        WrongUse: an endpoint is set and the extra is not installed.
    """
    if endpoint:
        try:
            import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
            import_module("opentelemetry.instrumentation.celery")
            import_module("opentelemetry.instrumentation.sqlalchemy")
        except ImportError as error:
            raise WrongUse("traces_endpoint needs OpenTelemetry: pip install 'communique[traces]'") from error


def start_tracing(endpoint: str | None, exporter: Any = None) -> None:
    """Trace the tasks of this process and of those that it forks; nothing without an endpoint.

    Args:
        endpoint: where OTLP over HTTP is taken.
        exporter: takes the spans instead, at once: for tests.

    Raises:
        WrongUse: an endpoint is set and the extra is not installed.
    """
    global _provider  # noqa: PLW0603 - OpenTelemetry's own state is the process's, too
    if _provider is not None or not (endpoint or exporter):
        return
    demand_extra(endpoint)
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.instrumentation.celery import CeleryInstrumentor  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor  # noqa: PLC0415

    _provider = TracerProvider(resource=Resource.create({"service.name": "communique"}))
    # The batch's thread is started anew in each forked child by OpenTelemetry itself.
    batch = SimpleSpanProcessor(exporter) if exporter else BatchSpanProcessor(OTLPSpanExporter(endpoint))
    _provider.add_span_processor(batch)
    CeleryInstrumentor().instrument(tracer_provider=_provider)


def trace_engine(engine: Engine) -> None:
    """Trace the SQL of this process's engine, where tracing has been started."""
    if _provider is not None:
        from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor  # noqa: PLC0415

        # It says "below 2.1" and works with it: tests/app/test_tracing.py.
        SQLAlchemyInstrumentor().instrument(engine=engine, tracer_provider=_provider, skip_dep_check=True)


def tell_span(keys: Mapping[str, object]) -> None:
    """Write on the span of the task in hand what it is about."""
    if _provider is not None:
        from opentelemetry.trace import get_current_span  # noqa: PLC0415

        get_current_span().set_attributes({f"communique.{name}": str(value) for name, value in keys.items()})


@contextmanager
def apart(*, wanted: bool = True) -> Iterator[None]:
    """Let what is sent within the block begin a trace of its own, if that is wanted and anybody traces."""
    if _provider is None or not wanted:
        yield
        return
    from opentelemetry.context import Context, attach, detach  # noqa: PLC0415

    token = attach(Context())
    try:
        yield
    finally:
        detach(token)


def stop_tracing() -> None:
    """Send what has gathered; safe to repeat."""
    if _provider is not None:
        _provider.force_flush(5_000)
