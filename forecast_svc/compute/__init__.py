"""Worker processes for CPU work, and the fits in them."""
