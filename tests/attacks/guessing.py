"""One process that guesses a password: python -m tests.attacks.guessing ADDRESS TIMES; prints how often it was let try."""

import sys
from unittest.mock import patch

import django

django.setup()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402 - Django must be set up first
from django.test import Client  # noqa: E402 - after Django
from django.urls import reverse  # noqa: E402 - after Django


def main(address: str, times: int) -> int:
    """Returns how many of the guesses were compared with the password; the others were turned away before."""
    compared = 0
    with patch.object(Argon2PasswordHasher, "verify", autospec=True, return_value=False) as verify:
        for number in range(times):
            Client().post(reverse("account_login"), {"login": address, "password": f"guess {number}"})
        compared = verify.call_count
    return compared


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1], int(sys.argv[2]))}\n")
