"""Calendars from outside: what a file or an address on the web says becomes free days, school times and events.

Readers of formats live in `interfaces`; here is what they hand over (`shapes`), what an event means (`meaning`), the comparison with what
is known (`comparing`), and subscriptions that the worker fetches (`subscribing`, `fetching`).
"""
