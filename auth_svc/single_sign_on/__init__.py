"""Signing in by an account that people have elsewhere (OpenID Connect)."""
