"""The machine we run on: clock, ids, programs, and who sits at the terminal."""
