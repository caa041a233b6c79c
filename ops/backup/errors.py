"""A backup, a check or a restore that cannot be done is one clear line."""


class BackupError(Exception):
    """Shown to the user as it is."""
