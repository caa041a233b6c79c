"""Reads that feed answers."""
