"""The embedded stack: a broker, two workers, beat and Flower as supervised children, none left behind."""
