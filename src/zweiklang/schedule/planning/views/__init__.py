"""Pages of the editor: parse, ask, answer."""
