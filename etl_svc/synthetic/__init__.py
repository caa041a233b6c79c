"""Made-up shops, whose true demand is known."""
