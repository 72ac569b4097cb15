"""Every setting an operator can make, declared once: name, type, default, sentence.

`read_settings()` reads them; `zweiklang settings docs` prints `SETTINGS` as docs/operations/configuration.md.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from environs import Env

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. `kind` is the name of the environs parser; `default` None means required when used."""

    name: str
    kind: str
    default: Any
    sentence: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "ZWEIKLANG_DEMO",
        "bool",
        False,
        "Demo mode: personas with one-click sign-in under /demo/. Never in production.",
    ),
    Setting("ZWEIKLANG_DEBUG", "bool", False, "Django's debug mode for developers. Never in production."),
    Setting(
        "ZWEIKLANG_SECRET_KEY",
        "str",
        "",
        "Signs sessions and links. 50 random characters; required outside demo mode.",
    ),
    Setting(
        "ZWEIKLANG_SECRET_KEY_FALLBACKS",
        "list",
        [],
        "Earlier secret keys, newest first: what they signed or encrypted (sessions, links, second factors) still counts.",
    ),
    Setting(
        "ZWEIKLANG_ALLOWED_HOSTS",
        "list",
        ["localhost", "127.0.0.1", "[::1]"],
        "Host names under which the site is reached.",
    ),
    Setting(
        "ZWEIKLANG_URL",
        "str",
        "",
        "Address with which links in mails begin, for example https://zweiklang.example. Empty: https:// and the first of "
        "ZWEIKLANG_ALLOWED_HOSTS; for `zweiklang demo` the address it listens on.",
    ),
    Setting(
        "ZWEIKLANG_LIVE_URL",
        "str",
        "",
        "Origin under which browsers reach `zweiklang live`, for example https://live.zweiklang.example. Empty: the site's own; a proxy "
        "then sends the path /nachrichten/live/ there. For `zweiklang demo` the port after its own.",
    ),
    Setting(
        "ZWEIKLANG_CSRF_TRUSTED_ORIGINS",
        "list",
        [],
        "Origins (https://…) from which forms may come when a proxy changes the host.",
    ),
    Setting(
        "ZWEIKLANG_HTTPS",
        "bool",
        True,
        "Secure cookies, redirect to https and HSTS. Off only in demo mode or for tests.",
    ),
    Setting(
        "ZWEIKLANG_BEHIND_PROXY",
        "bool",
        False,
        "Trust X-Forwarded-Proto and the last X-Forwarded-For of a proxy that always sets them.",
    ),
    Setting(
        "ZWEIKLANG_VAR_DIR",
        "path",
        "var",
        "Folder for the embedded database, files, demo mail and collected static files.",
    ),
    Setting(
        "DATABASE_URL",
        "str",
        "",
        "postgresql:// URL of the application role. Empty: the embedded PostgreSQL under the var folder.",
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "str",
        "",
        "postgresql:// URL of the owner role; used by `zweiklang migrate` only.",
    ),
    Setting(
        "ZWEIKLANG_MAIL_URL",
        "str",
        "smtp://localhost:25",
        "Mail server: smtp://user:password@host:587?tls=start, smtps://… or folder (files below the var folder; always in demo mode).",
    ),
    Setting(
        "ZWEIKLANG_MAIL_FROM", "str", "Zweiklang <nicht-antworten@zweiklang.example>", "Sender of all mails."
    ),
    Setting(
        "ZWEIKLANG_OPERATOR_NAME",
        "str",
        "Zweiklang-Testinstanz",
        "Who is responsible for this installation (imprint, privacy page).",
    ),
    Setting("ZWEIKLANG_OPERATOR_ADDRESS", "str", "", "Postal address for the imprint."),
    Setting(
        "ZWEIKLANG_OPERATOR_EMAIL",
        "str",
        "support@zweiklang.example",
        "Address for questions, shown on help and imprint.",
    ),
    Setting(
        "ZWEIKLANG_CONTROLLER_NAME",
        "str",
        "",
        "Controller by Art. 4 no. 7 GDPR, named in the privacy notices and the record of processing. Empty: the operator.",
    ),
    Setting(
        "ZWEIKLANG_CONTROLLER_ADDRESS", "str", "", "Postal address of the controller. Empty: the operator's."
    ),
    Setting(
        "ZWEIKLANG_CONTROLLER_EMAIL", "str", "", "Mail address of the controller. Empty: the operator's."
    ),
    Setting("ZWEIKLANG_DPO_NAME", "str", "", "Name or office of the data-protection officer (Art. 37 GDPR)."),
    Setting(
        "ZWEIKLANG_DPO_EMAIL",
        "str",
        "",
        "How the data-protection officer is reached, never made up if empty.",
    ),
    Setting(
        "ZWEIKLANG_SECURITY_CONTACT", "str", "mailto:security@zweiklang.example", "Contact in security.txt."
    ),
    Setting(
        "ZWEIKLANG_SECURITY_EXPIRES",
        "str",
        "",
        "Date (YYYY-MM-DD) until which security.txt holds. Empty: about half a year.",
    ),
    Setting(
        "ZWEIKLANG_BBB_URL",
        "str",
        "",
        "Address of a BigBlueButton server for video conferences, for example https://bbb.example/bigbluebutton/ (`bbb-conf --secret` "
        "shows it). Empty: no video; people agree on a place or a telephone number.",
    ),
    Setting("ZWEIKLANG_BBB_SECRET", "str", "", "The secret that this server shares with us."),
    Setting(
        "ZWEIKLANG_VAPID_PRIVATE_KEY",
        "str",
        "",
        "Key with which we sign what is pushed to devices (Web Push); `zweiklang push-key` makes one. Empty: nothing is pushed. With "
        "another key every device has to be switched on again.",
    ),
    Setting(
        "ZWEIKLANG_PUSH_SERVICES",
        "list",
        [
            "fcm.googleapis.com",
            "updates.push.services.mozilla.com",
            "*.push.apple.com",
            "*.notify.windows.com",
        ],
        "Hosts of push services to which we send (the browsers' makers). A device that names another one is refused.",
    ),
    Setting(
        "ZWEIKLANG_S3_BUCKET",
        "str",
        "",
        "Bucket for the files people send. Empty: the folder `files` in the var folder, which all web servers and workers must share.",
    ),
    Setting(
        "ZWEIKLANG_S3_ENDPOINT",
        "str",
        "",
        "Address of the S3 server, for example https://s3.example. Empty: Amazon's of the region.",
    ),
    Setting("ZWEIKLANG_S3_REGION", "str", "eu-central-1", "Region of the bucket; part of every signature."),
    Setting("ZWEIKLANG_S3_KEY", "str", "", "Access key that may read, write, list and delete in the bucket."),
    Setting("ZWEIKLANG_S3_SECRET", "str", "", "The secret to that key."),
    Setting(
        "ZWEIKLANG_CLAMD",
        "str",
        "",
        "ClamAV's daemon that is asked about every file: tcp://host:3310 or unix:/run/clamav/clamd.ctl. While it is away, files wait. Its "
        "StreamMaxLength must not be below ZWEIKLANG_FILE_MOST_MB. Empty: files are not scanned.",
    ),
    Setting("ZWEIKLANG_FILE_MOST_MB", "int", 25, "How large one file may be, in MB."),
    Setting("ZWEIKLANG_ROOM_FILES_MOST_MB", "int", 500, "How much may lie in one room, in MB."),
    Setting(
        "ZWEIKLANG_PERSON_FILES_MOST_MB", "int", 1000, "How much one person may have put anywhere, in MB."
    ),
    Setting("ZWEIKLANG_LOG_LEVEL", "str", "INFO", "Level of the root logger."),
)


@dataclass(frozen=True, slots=True)
class Declared:
    """The values of SETTINGS in the shapes Django wants."""

    demo: bool
    debug: bool
    secret_key: str
    secret_key_fallbacks: list[str]
    allowed_hosts: list[str]
    base_url: str
    live_url: str
    csrf_trusted_origins: list[str]
    https: bool
    behind_proxy: bool
    var_dir: Path
    static_root: Path
    database: dict[str, Any]
    owner_database: dict[str, Any]
    mailers: dict[str, Any]
    mail_from: str
    operator_name: str
    operator_address: str
    operator_email: str
    controller_name: str
    controller_address: str
    controller_email: str
    dpo_name: str
    dpo_email: str
    security_contact: str
    security_expires: str
    video_url: str
    video_secret: str
    vapid_private_key: str
    push_services: list[str]
    file_storage: dict[str, Any]
    clamd: str
    file_most: int
    room_files_most: int
    person_files_most: int
    log_level: str


def database_from_url(url: str, *, pool: bool) -> dict[str, Any]:
    """Django's settings of one PostgreSQL connection.

    `host` as a query parameter names a folder with a Unix socket. Raises ValueError for other schemes.
    """
    parts = urlsplit(url)
    if url and parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}://")
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {key: value for key, value in query.items() if key not in {"host", "port"}}
    options["prepare_threshold"] = 2
    options["server_side_binding"] = True
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "zweiklang",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", "") or unquote(parts.hostname or ""),
        "PORT": query.get("port", "") or (str(parts.port) if parts.port else ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        # A connection of the pool is tried before it is lent: after a restart of PostgreSQL nobody gets a dead one.
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "TIME_ZONE": None,
        "ATOMIC_REQUESTS": False,
    }


def mailer_from_url(url: str, *, folder: Path) -> dict[str, Any]:
    """Django's settings of one mailer. Raises ValueError for anything but smtp://, smtps:// and "folder"."""
    if url == "folder":
        return {"BACKEND": "zweiklang.kernel.mail.FolderBackend", "OPTIONS": {"folder": str(folder)}}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("ZWEIKLANG_MAIL_URL must begin with smtp:// or smtps://, or be the word folder")
    options = {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": dict(parse_qsl(parts.query)).get("tls") == "start",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def read_settings() -> Declared:
    """Returns the declared settings from the environment; raises environs' error naming the variable that is wrong."""
    env = Env()
    raw = {s.name: getattr(env, s.kind)(s.name, s.default) for s in SETTINGS}
    demo = raw["ZWEIKLANG_DEMO"]
    secret = raw["ZWEIKLANG_SECRET_KEY"] or (_demo_secret() if demo or raw["ZWEIKLANG_DEBUG"] else "")
    var_dir = Path(raw["ZWEIKLANG_VAR_DIR"]).resolve()
    return Declared(
        demo=demo,
        debug=raw["ZWEIKLANG_DEBUG"],
        secret_key=secret,
        secret_key_fallbacks=raw["ZWEIKLANG_SECRET_KEY_FALLBACKS"],
        allowed_hosts=raw["ZWEIKLANG_ALLOWED_HOSTS"],
        base_url=_base_url(raw["ZWEIKLANG_URL"], raw["ZWEIKLANG_ALLOWED_HOSTS"]),
        live_url=_live_url(raw["ZWEIKLANG_LIVE_URL"]),
        csrf_trusted_origins=raw["ZWEIKLANG_CSRF_TRUSTED_ORIGINS"],
        https=raw["ZWEIKLANG_HTTPS"] and not demo,
        behind_proxy=raw["ZWEIKLANG_BEHIND_PROXY"],
        var_dir=var_dir,
        static_root=var_dir / "static",
        database=database_from_url(raw["DATABASE_URL"], pool=True),
        owner_database=database_from_url(raw["DATABASE_OWNER_URL"] or raw["DATABASE_URL"], pool=False),
        mailers={
            "default": {"BACKEND": "zweiklang.people.mailing.backend.QueueBackend"},
            "delivery": mailer_from_url(
                "folder" if demo else raw["ZWEIKLANG_MAIL_URL"], folder=var_dir / "mail"
            ),
        },
        mail_from=raw["ZWEIKLANG_MAIL_FROM"],
        operator_name=raw["ZWEIKLANG_OPERATOR_NAME"],
        operator_address=raw["ZWEIKLANG_OPERATOR_ADDRESS"],
        operator_email=raw["ZWEIKLANG_OPERATOR_EMAIL"],
        controller_name=raw["ZWEIKLANG_CONTROLLER_NAME"],
        controller_address=raw["ZWEIKLANG_CONTROLLER_ADDRESS"],
        controller_email=raw["ZWEIKLANG_CONTROLLER_EMAIL"],
        dpo_name=raw["ZWEIKLANG_DPO_NAME"],
        dpo_email=raw["ZWEIKLANG_DPO_EMAIL"],
        security_contact=raw["ZWEIKLANG_SECURITY_CONTACT"],
        security_expires=raw["ZWEIKLANG_SECURITY_EXPIRES"],
        video_url=_video_url(raw["ZWEIKLANG_BBB_URL"], raw["ZWEIKLANG_BBB_SECRET"]),
        video_secret=raw["ZWEIKLANG_BBB_SECRET"],
        vapid_private_key=raw["ZWEIKLANG_VAPID_PRIVATE_KEY"],
        push_services=raw["ZWEIKLANG_PUSH_SERVICES"],
        file_storage=_file_storage(raw, folder=var_dir / "files"),
        clamd=_clamd(raw["ZWEIKLANG_CLAMD"]),
        file_most=raw["ZWEIKLANG_FILE_MOST_MB"] * MB,
        room_files_most=raw["ZWEIKLANG_ROOM_FILES_MOST_MB"] * MB,
        person_files_most=raw["ZWEIKLANG_PERSON_FILES_MOST_MB"] * MB,
        log_level=raw["ZWEIKLANG_LOG_LEVEL"],
    )


def _base_url(url: str, hosts: list[str]) -> str:
    parts = urlsplit(url)
    if url and (
        parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query
    ):
        raise ValueError("ZWEIKLANG_URL must be http(s)://host, without a path")
    host = next((h for h in hosts if h and not h.startswith(("*", "."))), "localhost")
    return url.rstrip("/") or f"https://{host}"


def _video_url(url: str, secret: str) -> str:
    """Names and the way into a conference never travel in the clear, except to this machine itself."""
    parts = urlsplit(url)
    if bool(url) != bool(secret):
        raise ValueError("ZWEIKLANG_BBB_URL and ZWEIKLANG_BBB_SECRET belong together")
    if url and (not _is_safe(url) or parts.query):
        raise ValueError("ZWEIKLANG_BBB_URL must be https://host/bigbluebutton/, without a query")
    return url


def _is_safe(url: str) -> bool:
    """True for https, and for this machine itself."""
    parts = urlsplit(url)
    near = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return bool(parts.hostname) and (parts.scheme == "https" or near)


def _file_storage(raw: dict[str, Any], *, folder: Path) -> dict[str, Any]:
    """Django's settings of the storage for the files people send."""
    if not raw["ZWEIKLANG_S3_BUCKET"]:
        return {"BACKEND": "zweiklang.exchange.files.folders.Folder", "OPTIONS": {"location": str(folder)}}
    if not (raw["ZWEIKLANG_S3_KEY"] and raw["ZWEIKLANG_S3_SECRET"]):
        raise ValueError("ZWEIKLANG_S3_BUCKET needs ZWEIKLANG_S3_KEY and ZWEIKLANG_S3_SECRET")
    if raw["ZWEIKLANG_S3_ENDPOINT"] and not _is_safe(raw["ZWEIKLANG_S3_ENDPOINT"]):
        raise ValueError("ZWEIKLANG_S3_ENDPOINT must be https://host")
    options = {
        "bucket_name": raw["ZWEIKLANG_S3_BUCKET"],
        "endpoint_url": raw["ZWEIKLANG_S3_ENDPOINT"] or None,
        "region_name": raw["ZWEIKLANG_S3_REGION"],
        "access_key": raw["ZWEIKLANG_S3_KEY"],
        "secret_key": raw["ZWEIKLANG_S3_SECRET"],
    }
    return {"BACKEND": "zweiklang.exchange.files.buckets.Bucket", "OPTIONS": options}


def _clamd(address: str) -> str:
    parts = urlsplit(address)
    if address and not (
        (parts.scheme == "unix" and parts.path) or (parts.scheme == "tcp" and parts.hostname)
    ):
        raise ValueError("ZWEIKLANG_CLAMD must be tcp://host:port or unix:/path")
    return address


def _live_url(url: str) -> str:
    """It goes into the content security policy: one origin, without a path or anything that could name more."""
    parts = urlsplit(url)
    if url and (
        parts.scheme not in {"http", "https"} or url.rstrip("/") != f"{parts.scheme}://{parts.netloc}"
    ):
        raise ValueError("ZWEIKLANG_LIVE_URL must be http(s)://host, without a path")
    if any(sign in parts.netloc for sign in " ;,*'@"):
        raise ValueError("ZWEIKLANG_LIVE_URL must name one host")
    return url.rstrip("/")


def _demo_secret() -> str:
    """A fixed key would let anyone forge demo sessions; one per process tree is handed down by the launcher."""
    from django.core.management.utils import get_random_secret_key  # noqa: PLC0415 - only where needed

    return get_random_secret_key()
