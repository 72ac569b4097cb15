"""What the product speaks with: storage, scanner, mail, certificates, the live process, the site itself."""

import smtplib
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from zweiklang.cli.doctoring.findings import Finding, fails, says, warns
from zweiklang.kernel.clock import now

PATIENCE = 5.0
DAYS_WARN, DAYS_FAIL = 21, 3
_NEAR = {"localhost", "127.0.0.1", "::1"}


def storage() -> Finding:
    """Files people send can be kept."""
    from django.conf import settings

    from zweiklang.exchange.public import storage_fault

    kind = settings.STORAGES["files"]["BACKEND"].rpartition(".")[2].lower()
    if fault := storage_fault():
        do = "Look at ZWEIKLANG_S3_*, or at rights and space of the folder `files` in the var folder."
        return fails("storage", f"The {kind} does not keep files: {fault}", do)
    return says("storage", f"A file was written to the {kind}, read and deleted.")


def scanner() -> Finding:
    """Files are asked about before anybody gets them."""
    from django.conf import settings

    from zweiklang.exchange.public import scanner_fault

    fault = scanner_fault()
    if fault is None:
        what = "Files are not scanned for viruses (ZWEIKLANG_CLAMD is empty)."
        return (
            says("scanner", what)
            if settings.DEMO
            else warns("scanner", what, "Run clamd, and name it there.")
        )
    if fault:
        return fails(
            "scanner", f"It does not answer as it should: {fault}", "Start clamd; until then files wait."
        )
    return says("scanner", "It answers.")


def push_key() -> Finding:
    """Devices can be told."""
    from zweiklang.exchange.public import push_key_fault

    fault = push_key_fault()
    if fault is None:
        return says("push-key", "Nothing is pushed to devices (ZWEIKLANG_VAPID_PRIVATE_KEY is empty).")
    if fault:
        return fails("push-key", fault, "Make one with `zweiklang push-key`.")
    return says("push-key", "It is a key.")


def mail() -> Finding:
    """The mail server takes mails from us, over a line nobody reads. None is sent."""
    from django.conf import settings

    mailer = _mailer()
    if not hasattr(mailer, "host"):
        what = "Mails are written into files, none is sent."
        return says("mail", what) if settings.DEMO else warns("mail", what, "Set ZWEIKLANG_MAIL_URL.")
    try:
        mailer.timeout = PATIENCE
        mailer.open()
        code, _ = mailer.connection.noop()
    except (OSError, smtplib.SMTPException) as error:  # includes TLS and sign-in
        do = "Look at ZWEIKLANG_MAIL_URL: host, port, ?tls=start or smtps://, user and password."
        return fails("mail", f"{mailer.host}:{mailer.port} does not take mails: {type(error).__name__}.", do)
    finally:
        mailer.close()
    where = f"{mailer.host}:{mailer.port}"
    if code != 250:
        return fails("mail", f"{where} answers {code}.", "Look at the log of the mail server.")
    if not (mailer.use_tls or mailer.use_ssl) and mailer.host not in _NEAR:
        do = "Use smtps:// or ?tls=start: mails hold links with which one signs in."
        return warns("mail", f"{where} answers, but what is sent there can be read on the way.", do)
    return says("mail", f"{where} answers{', with TLS' if mailer.use_tls or mailer.use_ssl else ''}.")


def _mailer() -> Any:
    from django.core.mail import mailers

    from zweiklang.kernel.mail import DELIVERY

    return mailers[DELIVERY]


def certificates() -> Iterator[Finding]:
    """The certificates of our own addresses are valid, and for a while yet."""
    from django.conf import settings

    places = {
        "site": settings.BASE_URL,
        "live": settings.LIVE_URL,
        "video": settings.VIDEO_URL,
        "storage": settings.STORAGES["files"].get("OPTIONS", {}).get("endpoint_url") or "",
    }
    return (certificate(name, url) for name, url in places.items() if urlsplit(url).scheme == "https")


def certificates_of_services() -> Iterator[Finding]:
    """The certificates of the services with which schools sign people in are valid, and for a while yet."""
    from zweiklang.people.public import active_providers

    for provider in active_providers():
        if urlsplit(provider.issuer).scheme == "https":
            yield certificate(f"sign-in {provider.key}", provider.issuer)


def certificate(what: str, url: str) -> Finding:
    """The host's certificate is trusted, names it, and does not end soon."""
    parts = urlsplit(url)
    host, port, name = parts.hostname or "", parts.port or 443, f"certificate:{what}"
    try:
        with (
            socket.create_connection((host, port), PATIENCE) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=host) as secure,
        ):
            found: Any = secure.getpeercert()
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or "no TLS"
        return fails(
            name, f"{host} shows none that is trusted: {reason}.", "Renew it, or send the whole chain."
        )
    except OSError as error:
        return warns(
            name,
            f"{host} is not reached from here ({type(error).__name__}).",
            "Look from outside whether it is.",
        )
    left = (datetime.fromtimestamp(ssl.cert_time_to_seconds(found["notAfter"]), UTC) - now()).days
    text, do = f"{host}: {left} days left.", "Renew it; look why that did not happen by itself."
    if left < DAYS_FAIL:
        return fails(name, text, do)
    return warns(name, text, do) if left < DAYS_WARN else says(name, text)


def site() -> Finding:
    """The web server answers where browsers look for it, and is ready."""
    from django.conf import settings

    return _answers(
        "site", f"{settings.BASE_URL}/health/ready", "Start `zweiklang serve`; look at the proxy before it."
    )


def live(port: int) -> Finding:
    """The process of live news answers: where browsers look for it, or at `port` of this machine."""
    from django.conf import settings

    origin = settings.LIVE_URL or f"http://127.0.0.1:{port}"
    do = "Start `zweiklang live` (`serve` and `demo` do). Until then pages ask once a minute."
    return _answers("live", f"{origin}/health/ready", do)


def _answers(name: str, url: str, do: str) -> Finding:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - http(s), from a checked setting
            answer.read(1000)
    except urllib.error.HTTPError as error:
        error.close()
        return warns(name, f"{url} answers {error.code}.", do)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        return warns(name, f"{url} is not reached from here ({type(reason).__name__}).", do)
    return says(name, f"{url} answers.")
