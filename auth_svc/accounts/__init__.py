"""People: who they are, how they come in and back, and where they are signed in."""
