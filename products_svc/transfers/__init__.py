"""Transfers: goods that go from one location to another, and are on their way between."""
