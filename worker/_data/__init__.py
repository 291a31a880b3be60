"""Place of config/ and seeds/ inside the wheel; empty in a checkout."""
