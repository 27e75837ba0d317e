"""Local storage: SQLite by the house rules, and private files."""
