"""Secrets of invitations: a token for links, a code for letters and the telephone, six digits for mailboxes. Stored only as keyed digests.

The pepper comes from the secret key, so a stolen table opens nothing.
"""

import hmac
import re
import secrets

from django.conf import settings

# 32 characters that cannot be mixed up on paper: no 0, O, 1, I. Each carries five bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12
TOKEN_BYTES = 24
DIGITS = 6
_PEPPER = b"zweiklang.joining.v1"


def new_token() -> str:
    """Returns 192 random bits for a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Returns "ABCD-EFGH-JKLM": eleven random characters (55 bits) and a check character."""
    random = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return spelled(random + _check_character(random))


def new_digits() -> str:
    """Returns six random digits for a one-time code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def spelled(code: str) -> str:
    """Returns the twelve characters in three groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def normalised(typed: str) -> str:
    """Returns what somebody typed as twelve characters, or "" if it cannot be a code (a typing error shows in the check character)."""
    code = re.sub(r"[\s\u2010-\u2015_.-]", "", typed[:60]).upper()
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return ""
    return code if _check_character(code[:-1]) == code[-1] else ""


def digest(kind: str, secret: str) -> str:
    """Returns the keyed digest under which a secret is stored and found; `kind` keeps equal secrets of different use apart."""
    key = _PEPPER + settings.SECRET_KEY.encode()
    return hmac.digest(key, f"{kind}:{secret}".encode(), "sha256").hex()


def _check_character(characters: str) -> str:
    """The weighted sum over GF(32): finds every single wrong character and every exchange of two."""
    total, weight = 0, 1
    for character in characters:
        weight = _times(weight, 2)
        total ^= _times(ALPHABET.index(character), weight)
    return ALPHABET[total]


def _times(one: int, other: int) -> int:
    """The product in GF(32) with the primitive polynomial x⁵ + x² + 1."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= 0b100101
        other >>= 1
    return product
