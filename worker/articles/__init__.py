"""Pages become articles: clean text, title, date, author, language; what is no article is refused by name."""
