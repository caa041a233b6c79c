"""Mails: written down in the transaction that they are about, and sent later by SMTP."""
