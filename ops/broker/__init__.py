"""Accounts at the broker: who has one, and what each may do."""
