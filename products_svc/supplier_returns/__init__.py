"""Supplier returns: goods that go back to whom they were bought from."""
