"""Sign-ins, and the tokens that descend from them."""
