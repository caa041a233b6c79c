"""Contracts and plumbing of Previstock's services. It knows no service."""
