"""The fault suite: each scenario is a story of sales, a fault, and a repair."""
