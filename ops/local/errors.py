"""A failed start is one clear line that says what to do."""


class LocalError(Exception):
    """Shown to the user as it is."""
