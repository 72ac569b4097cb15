"""Accounts, sign-in and preferences: who a person is, never what they may see.

Sign-in itself is django-allauth (password, passkey, TOTP, recovery codes); this app owns the user model and its pages' looks.
"""
