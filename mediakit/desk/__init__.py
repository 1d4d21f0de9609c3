"""The desk: a page on this machine for people without a terminal. The same functions as the commands."""
