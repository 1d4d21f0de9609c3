"""The sample shoot: a small conference told in generated media."""
