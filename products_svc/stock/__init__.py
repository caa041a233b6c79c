"""Stock: units on hand, and the ledger of what moved them."""
