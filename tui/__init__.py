"""The terminal wing: command line and screens. Owns no rule."""
