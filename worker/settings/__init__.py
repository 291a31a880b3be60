"""Settings as one frozen value, loaded once and handed down; nothing else reads the environment."""

from worker.settings.hosts import Hosts, load_hosts
from worker.settings.load import load_settings, settings_environ
from worker.settings.places import config_dir, data_dir, seeds_dir
from worker.settings.shape import Settings, metrics_port

__all__ = [
    "Hosts",
    "Settings",
    "config_dir",
    "data_dir",
    "load_hosts",
    "load_settings",
    "metrics_port",
    "seeds_dir",
    "settings_environ",
]
