"""Purchase orders: from a draft to the last receipt."""
