"""What a scanner read: which product, and what its label says besides."""
