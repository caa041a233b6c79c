"""Single sales: recorded, listed, voided, given back."""
