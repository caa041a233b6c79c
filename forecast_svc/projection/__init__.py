"""Copies of what the other services hold, folded from their events."""
