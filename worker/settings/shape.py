"""The shape of the settings; it knows nothing of where a value came from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, typed; ``config/settings.toml`` explains each and holds its default."""

    home: Path
    database_url: str
    broker_url: str | None
    allow_hosts: tuple[str, ...]
    user_agent: str
    contact: str | None
    connect_timeout_s: float
    feed_deadline_s: float
    page_deadline_s: float
    max_feed_bytes: int
    max_page_bytes: int
    max_redirects: int
    host_pause_s: float
    host_parallel: int
    hosts_file: Path | None
    proxy: str | None
    robots_ttl_s: float
    max_entries_per_poll: int
    max_entry_age_days: int
    poll_interval_min_s: float
    poll_interval_max_s: float
    max_attempts: int
    retry_wait_s: float
    retry_wait_max_s: float
    dispatch_interval_s: float
    dispatch_batch: int
    max_backlog: int
    min_free_disk_mb: int
    min_free_memory_mb: int
    sweep_interval_s: float
    sweep_after_s: float
    sweep_batch: int
    keep_pages_days: int
    keep_polls_days: int
    count_interval_s: float
    reprocess_interval_s: float
    thread_pool_size: int
    process_pool_size: int
    preload: bool
    reprocess_lanes: int
    extract_time_limit_s: float
    extract_soft_limit_s: float
    max_memory_per_child_mb: int
    max_tasks_per_child: int
    visibility_timeout_s: float
    soft_shutdown_s: float
    keep_undiplomatic: bool
    events_interval_s: float
    events_stream: str | None
    events_stream_length: int
    events_kept_days: int
    events_retry_max_s: float
    webhook_urls: str | None
    webhook_secret: str | None
    webhook_secret_file: str | None
    echo_model: str
    flower_port: int
    flower_address: str
    flower_auth: str | None
    flower_max_tasks: int
    websub_address: str | None
    websub_listen: str
    websub_port: int
    metrics_port: int
    metrics_address: str
    traces_endpoint: str | None
    log_level: str
    log_format: str


# Each setting's type as written above, the key into the table of readers.
TYPES: dict[str, str] = {field.name: str(field.type) for field in fields(Settings)}


def metrics_port(settings: Settings) -> int:
    """Return where metrics are served: as set, else two above Flower's, where WebSub leaves room."""
    return settings.metrics_port or settings.flower_port + 2
