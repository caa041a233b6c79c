"""Baskets: several lines sold at once, each a sale of its own."""
