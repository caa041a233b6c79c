"""Each changes who may sign in with which key."""
