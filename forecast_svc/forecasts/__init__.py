"""A question and its answer: what a product will sell."""
