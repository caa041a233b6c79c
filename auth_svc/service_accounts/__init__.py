"""The other services, who sign in with a secret."""
