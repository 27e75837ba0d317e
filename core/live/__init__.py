"""The running side of the spaces."""
