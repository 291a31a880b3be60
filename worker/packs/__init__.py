"""Languages, actors and countries: data files read once, validated, and compiled."""
