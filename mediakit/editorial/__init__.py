"""Search, transcripts, corrections."""
