"""The browser, for the tests that look at a report."""

from __future__ import annotations


def pytest_configure(config):
    """Offer the browser of ``tests/browser.py``; a plugin's session fixtures exist once."""
    config.pluginmanager.import_plugin("browser")
