"""The embedded hub: the authority in one SQLite file."""
