"""Backups of a whole installation: made while it sells, checked, restored.

One file holds the database of one snapshot, the roles, the secrets and the files
that imports still need. The broker's events are in none: what follows from them is
built again, and what was on its way is sent again.
``docs/backup.md`` tells how it is used.
"""
