"""Which statements render one utterance: pure evidence and clustering; no table, no queue."""
