"""communiqué: from the world's news feeds to one clean record of every diplomatic statement."""
