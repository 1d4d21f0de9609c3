"""The command line: the one place where errors become words."""
