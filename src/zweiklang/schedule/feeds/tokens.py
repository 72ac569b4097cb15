"""The secret in a feed's address: 256 random bits, of which only a digest is kept."""

import hashlib
import secrets

_BYTES = 32


def new_token() -> tuple[str, str]:
    """Returns a secret and its digest. The secret is shown once and stored nowhere."""
    token = secrets.token_urlsafe(_BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """Returns what the database keeps of a secret. It is random, so it needs neither salt nor slowness."""
    return hashlib.sha256(token.encode()).hexdigest()
