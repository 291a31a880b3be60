"""Feeds as bytes: parsing, discovery, pacing and lists; no sockets, and no clock but values."""
