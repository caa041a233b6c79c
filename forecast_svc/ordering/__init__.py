"""From advice to drafts of purchase orders."""
