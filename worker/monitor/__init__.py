"""The Prometheus endpoint: a small process of its own that reads kept counts, and writes nothing."""
