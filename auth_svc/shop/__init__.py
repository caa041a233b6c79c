"""What the shop is called, and by which clock and money it goes."""
