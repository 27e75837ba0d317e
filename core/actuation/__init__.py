"""What carries revisions to live, who takes a live edit back, and how that is stopped for a while. Pure."""
