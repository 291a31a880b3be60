"""What counts say about sources: pure, on numbers alone."""
