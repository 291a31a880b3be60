"""Turn the settings into Celery's configuration; docs/decisions tell what each value was measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kombu.entity import Queue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.settings import Settings

HOST_QUEUES = ("poll", "fetch")  # tasks that wait on hosts: threads pool
LINE_QUEUES = ("extract", "detect")  # tasks that compute: prefork pool, with time and memory limits
REPROCESS_QUEUE = "reprocess"  # the same workers, in slices that give way to the line: docs/decisions/006
CPU_QUEUES = (*LINE_QUEUES, REPROCESS_QUEUE)
QUEUES = HOST_QUEUES + CPU_QUEUES
RENEW_EVERY_S = 60.0
PURGE_EVERY_S = 6 * 3600.0  # days are kept: hours more or less do not matter
# Each step's task: its queue, and what its arguments are the ids of.
STEPS = {
    "feeds.poll": ("poll", "feed"),
    "pages.fetch": ("fetch", "entry"),
    "articles.extract": ("extract", "page"),
    "statements.detect": ("detect", "article"),
    "utterances.match": ("detect", "article"),
    "reprocess.run": (REPROCESS_QUEUE, "lane"),
}


def celery_configuration(settings: Settings, broker_url: str) -> Mapping[str, Any]:
    """Return every Celery setting this worker relies on, none left to a default that may change."""
    return _delivery(settings, broker_url) | _workers(settings) | {"beat_schedule": timetable(settings)}


def timetable(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return what beat sends, and how often; a message nobody took until the next one is due expires."""
    timetable = {
        "feeds.dispatch": _every("feeds.dispatch", settings.dispatch_interval_s),
        "maintenance.sweep": _every("maintenance.sweep", settings.sweep_interval_s),
        "maintenance.purge": _every("maintenance.purge", PURGE_EVERY_S),
        "events.relay": _every("events.relay", settings.events_interval_s),
        "maintenance.count": _every("maintenance.count", settings.count_interval_s),
    }
    if settings.websub_address:
        timetable["feeds.subscribe"] = _every("feeds.subscribe", RENEW_EVERY_S)
    if settings.reprocess_interval_s:
        timetable["reprocess.start"] = _every(
            "reprocess.start", settings.reprocess_interval_s, REPROCESS_QUEUE
        ) | {"kwargs": {"what": "detect", "filters": {"older_than": "current"}}}
    return timetable


def _every(task: str, interval_s: float, queue: str = "poll") -> dict[str, Any]:
    options = {"queue": queue, "expires": interval_s}
    return {"task": task, "schedule": interval_s, "options": options}


def _delivery(settings: Settings, broker_url: str) -> dict[str, Any]:
    return {
        "broker_url": broker_url,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # a broker may be away for a night
        "broker_transport_options": {
            # How long the message of a dead worker stays away. Kombu looks for such messages only every
            # 100 s unless the two restore settings say otherwise.
            "visibility_timeout": settings.visibility_timeout_s,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "queue_order_strategy": "round_robin",
        },
        "task_queues": tuple(Queue(name, routing_key=name) for name in QUEUES),  # type: ignore[no-untyped-call]
        "task_default_queue": "poll",
        "task_routes": {task: {"queue": queue} for task, (queue, _) in STEPS.items()}
        | {"reprocess.start": {"queue": REPROCESS_QUEUE}},
        "task_create_missing_queues": False,  # a mistyped queue is an error, not a queue nobody reads
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_publish_retry_policy": {"max_retries": 3, "interval_start": 0.1, "interval_step": 0.4},
        "task_serializer": "json",
        "result_serializer": "json",
        "accept_content": ["json"],
        "enable_utc": True,
    }


def _workers(settings: Settings) -> dict[str, Any]:
    return {
        "worker_prefetch_multiplier": 1,
        "worker_send_task_events": True,  # Flower draws from them
        "worker_hijack_root_logger": False,  # worker.log speaks for Celery too
        "worker_redirect_stdouts": False,
        "worker_soft_shutdown_timeout": settings.soft_shutdown_s,
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # every step may run twice
        "worker_lost_wait": 2.0,  # seconds a killed process's last result may still arrive; 10 by default
        "worker_max_memory_per_child": settings.max_memory_per_child_mb * 1024,
        "worker_max_tasks_per_child": settings.max_tasks_per_child,
        # The threads pool ignores both limits; there the HTTP deadline is the limit.
        "task_time_limit": settings.extract_time_limit_s,
        "task_soft_time_limit": settings.extract_soft_limit_s,
        "event_queue_expires": 60,
        "event_queue_ttl": 60,
    }
