"""Passwords: hashed, proven, and guessed at."""
