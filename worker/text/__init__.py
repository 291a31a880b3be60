"""Leaves on str: characters, words and addresses, with no knowledge of any language."""
