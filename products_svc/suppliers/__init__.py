"""Suppliers: whom the shop buys from, and at which terms."""
