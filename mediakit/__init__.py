"""mediakit: from camera card to published, captioned, searchable gallery."""

__version__ = "0.1.0"
