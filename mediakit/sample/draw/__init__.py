"""The sample's pictures, drawn with Pillow: sheets, rooms, people, scenes and signs."""
