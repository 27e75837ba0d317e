"""Break-glass: a session begins, live is watched, each change gets what becomes of it, the session ends."""
