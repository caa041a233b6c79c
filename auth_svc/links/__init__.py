"""Links that work once: invitations, new passwords, new addresses."""
