"""The command line: CI's and scripts' face, and the door to the screens."""
