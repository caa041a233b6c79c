"""History from elsewhere: what it would change, what it did, and taking it back."""
