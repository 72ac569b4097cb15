"""The frame of all pages: layout, components, "Heute", error pages, demo mode. Owns no tables."""
