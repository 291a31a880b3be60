"""Run the real tasks over a broker in memory, in one traced process, and print the spans as JSON.

Started by test_tracing: OpenTelemetry's instrumentations are the process's own.
"""

from __future__ import annotations

import json
import os
import sys
from uuid import uuid4

from celery.app.trace import build_tracer
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from worker.app import app, tracing
from worker.app.line_task import LineTask
from worker.cli.newsroom import open_newsroom
from worker.settings import load_settings, seeds_dir
from worker.steps.context import migrate, open_context
from worker.store.feeds import register_feed
from worker.tasks import hosts, texts


def main():
    exporter = InMemorySpanExporter()
    tracing.start_tracing(None, exporter)
    with open_newsroom(seeds_dir() / "newsroom") as newsroom:
        settings = load_settings(os.environ | {"COMMUNIQUE_ALLOW_HOSTS": newsroom.host})
        migrate(settings)
        context = open_context(settings)
        tracing.trace_engine(context.store.engine)
        hosts.context = texts.context = lambda: context
        LineTask.meter = None  # its sums would go to a real broker
        for feed in newsroom.feeds:
            register_feed(context.store, feed.url, context.now(), lang=feed.lang)
        for task in ("feeds.dispatch", "maintenance.sweep"):
            app.send_task(task, queue="poll")
            drain()
        context.close()
    sys.stdout.write(json.dumps([facts(span) for span in exporter.get_finished_spans()]) + "\n")


def drain():
    """Work until no message is left; each is run as a worker would, its headers as its request."""
    with app.connection_for_read() as connection:
        channel = connection.default_channel
        queues = [queue(channel) for queue in app.amqp.queues.values()]
        for queue in queues:
            queue.declare()
        while sum(run(queue.get(no_ack=True)) for queue in queues):
            pass


def run(message):
    if message is None:
        return False
    args, kwargs, _ = message.payload
    task = app.tasks[message.headers["task"]]
    tracer = build_tracer(task.name, task, app=app)
    tracer(message.headers["id"] or str(uuid4()), args, kwargs, dict(message.headers, called_directly=False))
    return True


def facts(span):
    return {
        "name": span.name,
        "trace": span.context.trace_id,
        "id": span.context.span_id,
        "parent": span.parent.span_id if span.parent else None,
        "attributes": dict(span.attributes),
    }


if __name__ == "__main__":
    main()
