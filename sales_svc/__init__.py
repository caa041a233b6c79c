"""Owns the sales: the till, their history, and what was taken back.

Publishes ``sales.created``, ``sales.voided`` and ``import.progress``; listens to
``sales.import``. A sale and its stock movement are one transaction, through the
two stock functions of products_svc: the only step over a schema's border.
"""
