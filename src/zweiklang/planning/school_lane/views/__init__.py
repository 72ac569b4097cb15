"""Views of the school lane: what everybody of the class reads, what those who teach write, and how it is published."""
