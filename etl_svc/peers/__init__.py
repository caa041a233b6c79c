"""The other services, as imports need them."""
