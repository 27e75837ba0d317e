"""The watcher: looks at Git and the hub again and again, by cursor, alone on its machine."""
