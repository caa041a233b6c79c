"""Lots: what came in under one code or with one date, and what is left of it."""
