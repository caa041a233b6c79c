"""The life of an import, from its claim to its end."""
