"""The SQLite catalogue: the only room that knows SQL."""
