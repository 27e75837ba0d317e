"""Small protocols between the shared sync module and the world; our own types only."""
