"""Announcements: one text to many, of whom nobody sees the others.

`senders` says in whose name somebody writes, `audiences` finds who gets it, `drafting` keeps what is being written, `sending` distributes it
in portions, `receiving` confirms and reminds, `letters` sets what goes by post.
"""
