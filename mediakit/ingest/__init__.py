"""Card to originals to catalogue."""
