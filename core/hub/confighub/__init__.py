"""ConfigHub: the authority behind its own HTTP API."""
