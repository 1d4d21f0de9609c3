"""The only room that knows the tools, each behind one door."""
