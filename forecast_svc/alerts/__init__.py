"""What somebody should look at, and who has."""
