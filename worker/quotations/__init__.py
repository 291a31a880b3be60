"""Finding quotations in an article: who is reported to have said what, as spans of its text."""
