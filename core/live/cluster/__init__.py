"""A cluster as the live side: read at each manifest's own version, written field by field."""
