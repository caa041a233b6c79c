"""Owns the ways in for sales history: uploads and synthetic shops, as jobs.

Publishes ``sales.import``; listens to ``import.progress``. Products come from,
and are created through, products_svc; the sales themselves are sales_svc's.
"""
