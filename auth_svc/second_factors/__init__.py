"""What somebody has besides a password: a phone's codes, and codes on paper."""
