"""Everything that writes what is advised."""
