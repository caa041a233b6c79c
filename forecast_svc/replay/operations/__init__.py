"""Writes of replays."""
