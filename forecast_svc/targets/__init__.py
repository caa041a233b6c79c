"""What advice aims at, as managers say it: targets, and products that sleep."""
