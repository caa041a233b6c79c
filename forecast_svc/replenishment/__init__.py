"""What to order, how many, by when, and why."""
