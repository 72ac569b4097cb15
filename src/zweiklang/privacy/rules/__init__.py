"""The pages of the release rules: what holds, for everybody to read; deciding, for those who may; the emergency brake.

The rules themselves and their effect on memberships belong to `rooms.rules`. Here stand the words around them.
"""
