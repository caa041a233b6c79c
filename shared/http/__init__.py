"""What is the same at the edge of every service."""
