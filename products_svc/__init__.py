"""Owns the catalogue and the stock ledger.

Publishes ``product.created``, ``product.updated``, ``product.deleted`` and
``stock.moved``; listens to nothing. Every change of stock is one row of an
append-only ledger, written by the SQL functions of this service's migrations
together with the change and its event; no role may write stock otherwise.
"""
