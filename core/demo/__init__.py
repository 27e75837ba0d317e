"""The demo: a throw-away workspace in which a story has happened. The one room where nothing is real."""
