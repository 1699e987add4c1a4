"""Networks kept in files."""
