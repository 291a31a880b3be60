"""The only room with SQL: rows in, rows out; nothing here fetches, parses or detects."""
