"""One module a command, loaded when the command is given; each has ``run(given, console)``."""
