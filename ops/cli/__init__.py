"""The terminal client: a client of the system like any other."""
