"""Who did what, in every service: folded from their events, for admins to read."""
