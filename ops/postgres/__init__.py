"""One schema and one pair of roles per service."""
