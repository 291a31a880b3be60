"""Statements: who speaks, for whom, when, how and to what end; this room finds no quotation itself."""
