"""Headgate's library: every rule and every effect, usable headless, with no screen in it."""
