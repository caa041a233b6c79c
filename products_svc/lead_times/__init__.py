"""How long suppliers really take, and how often they are late."""
