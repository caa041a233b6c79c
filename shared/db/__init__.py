"""PostgreSQL: sessions, locks, migrations, and which failures pass."""
