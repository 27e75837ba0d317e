"""Changing one field of a text and leaving every other byte alone."""
