"""The user's repository, read from its objects through a bare mirror of our own; no program of it runs."""
