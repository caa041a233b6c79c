"""Fixtures on real parts: a PostgreSQL and a broker of the test run's own."""
