"""Files of any shape as rows of sales: detected, read, and checked."""
