"""Files of any shape as rows of sales: found out, read, and checked."""
