"""Notices: that there is something new for somebody, shown in one inbox, sent by mail and to devices as the person likes; never what it says.

`kinds` is the registry, `telling` writes and settles, `selectors` reads the inbox, `times` (pure) says when a mail may leave, `mailing` and
`pushing` are the worker's side, `devices` the person's devices.
"""
