"""Each changes what somebody has besides a password."""
