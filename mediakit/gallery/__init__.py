"""Catalogue to page values to site."""
