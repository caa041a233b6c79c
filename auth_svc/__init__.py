"""Who people are and what they may do: users, sessions, tokens, service accounts.

It owns the shop's settings too, and publishes them as ``shop.changed``. The other
services trust its signature alone, so none of them calls it to check a token.
"""
