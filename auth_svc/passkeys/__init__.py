"""Passkeys: a key of a device or of a password manager, unlocked by its owner (WebAuthn)."""
