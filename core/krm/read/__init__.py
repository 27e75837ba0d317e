"""Reading: text to values with positions, under limits, the way kubectl reads it."""
