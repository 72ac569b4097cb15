"""Secrets of second factors are encrypted in the database: a stolen copy of it opens no account."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from zweiklang.people.models import Person

MARK = "zk1:"


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts with a key that follows from ZWEIKLANG_SECRET_KEY; earlier keys (SECRET_KEY_FALLBACKS) still decrypt."""

    def encrypt(self, text: str) -> str:
        """Returns the text so that only this installation can read it."""
        return MARK + _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Returns the text; what was stored before encryption came is read as it is."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        return _box().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()

    def get_totp_label(self, user: Person) -> str:
        """Returns what an authenticator app shows: the address, or the name of somebody without one."""
        return user.email or user.name


def _box() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = (hashlib.sha256(b"zweiklang second factors " + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
