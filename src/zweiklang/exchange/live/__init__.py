"""The live line: pages hear at once that there is something new, and fetch it with their own rights.

`nudge` says in PostgreSQL who should look again (NOTIFY, at commit). The process `zweiklang live` listens there and passes it on over
server-sent events. No word of content goes this way, only what kind of thing and which id.
"""
