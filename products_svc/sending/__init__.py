"""Orders that go to their suppliers by mail."""
