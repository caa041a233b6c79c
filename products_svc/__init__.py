"""Owns the catalogue, locations and the stock ledger, suppliers and purchase orders.

Publishes ``product.created``, ``product.updated``, ``product.deleted``,
``stock.moved``, ``location.changed``, ``supplier.changed``, ``supply.terms``,
``purchase.changed``, ``transfer.changed``, ``lot.changed`` and ``audit.recorded``;
listens to the shop's settings. Every change of stock is one row of an
append-only ledger, written by the SQL functions of this service's migrations
together with the change and its event; no role may write stock otherwise.
"""
