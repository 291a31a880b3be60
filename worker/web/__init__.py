"""The only room with sockets: polite, bounded, and never inside a private network."""
