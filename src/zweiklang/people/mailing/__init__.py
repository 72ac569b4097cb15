"""Mails: written when they are wanted, queued by the same transaction, sent by a worker.

`sending` renders and queues; `delivery` is the worker's side; `kinds` says which mails can be unsubscribed, `unsubscribing` does it.
"""
