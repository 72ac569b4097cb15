"""Signing in with the account of one's school (OpenID Connect): services as data, linking by a confirmed fact, logout from both sides.

`protocol` speaks with a service and knows nothing of people, `claims` reads what it says, `arriving` decides what follows from it.
Another protocol (SAML) would bring its own `protocol` and hand the same `Arrival` to `arriving`.
"""
