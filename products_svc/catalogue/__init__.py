"""Products: what there is to sell."""
