"""Receiving: goods that come in against purchase orders."""
