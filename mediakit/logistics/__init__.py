"""Events, people, consent, coverage."""
