"""What runs around the code: containers, the local stack, one-shot steps."""
