"""Who sees what in a room, why, since when and until when; and the room as somebody else sees it.

All of it is read from memberships, the same rows from which row-level security decides. The release rules only say why.
"""
