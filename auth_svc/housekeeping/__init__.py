"""Old rows go."""
