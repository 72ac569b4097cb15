"""Backups: what is in them, what is refused, and what comes back."""
