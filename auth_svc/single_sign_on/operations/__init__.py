"""Each takes somebody a step on the way by the provider."""
