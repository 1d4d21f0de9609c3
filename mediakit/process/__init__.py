"""What is missing or stale, made and recorded."""
