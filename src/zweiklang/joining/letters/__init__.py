"""Invitations on paper: one page per recipient, address for a window envelope (DIN 5008, form B), QR code and code to type."""
