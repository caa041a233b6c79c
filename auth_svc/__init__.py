"""Who people are and what they may do: users, sessions, tokens, service accounts.

Publishes and listens to nothing. The other services trust its signature alone,
so none of them calls it to check a token.
"""
