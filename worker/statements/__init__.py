"""Statements: who speaks, for whom, when, through which channel and to what end; it finds no quotation itself."""
