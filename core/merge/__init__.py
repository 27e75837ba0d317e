"""The heart: what differs between the sides, what becomes of it, and whose turn it is. Pure."""
