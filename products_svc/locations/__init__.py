"""Locations: the shops and stores that hold stock."""
