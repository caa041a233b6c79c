"""Backups of a whole installation: made while it sells, checked, restored.

One file holds the database of one snapshot, the roles, the secrets, the files
that imports still need and the events that were with the broker alone.
``docs/backup.md`` tells how it is used.
"""
