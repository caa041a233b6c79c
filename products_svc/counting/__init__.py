"""Counting: what is really there, found while selling goes on."""
