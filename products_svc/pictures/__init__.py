"""What products look like: one picture each, made small by the service itself."""
