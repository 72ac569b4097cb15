"""Mails: written when they are wanted, queued by the same transaction, sent by a worker.

`sending` renders and queues one, `many` one for very many people; `delivery` is the worker's side of a single mail, `portions` of some
hundred at once, `messages` what a mail server is given. `kinds` says which mails can be unsubscribed, `unsubscribing` does it.
"""
