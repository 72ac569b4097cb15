"""Pages of announcements: parse, ask, answer."""
