"""Every setting an operator can make, declared once: name, type, default, sentence.

`read_settings()` reads them; `zweiklang settings docs` prints `SETTINGS` as docs/operations/configuration.md.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zweiklang.config.shaping import (
    base_url,
    clamd_address,
    database_from_url,
    file_storage,
    live_url,
    log_format,
    mailer_from_url,
    secret_key,
    share,
    traces_url,
    values_of,
    video_url,
)

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
        "ZWEIKLANG_DIRECT_DATABASE_URL",
        "str",
        "",
        "postgresql:// URL of the application role that reaches PostgreSQL itself, for `zweiklang worker` and `zweiklang live`, which "
        "listen to it. Needed where DATABASE_URL leads through PgBouncer; empty: DATABASE_URL.",
    ),
    Setting(
        "ZWEIKLANG_PGBOUNCER",
        "str",
        "",
        "Say what DATABASE_URL leads through: `transaction` for PgBouncer in transaction mode, `prepared` for one that also keeps prepared "
        "statements (1.22 or later with max_prepared_statements above 0). Empty: PostgreSQL itself, or PgBouncer in session mode.",
    ),
    Setting(
        "ZWEIKLANG_DRAIN_SECONDS",
        "float",
        0.0,
        "How long a web process that is told to end says so at /health/ready and still takes requests: a little longer than the balancer "
        "needs to notice. 0 where nothing asks.",
    ),
    Setting("ZWEIKLANG_END_SECONDS", "float", 20.0, "How long what is in hand may take once told to end."),
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
    Setting(
        "ZWEIKLANG_STATEMENT_SECONDS",
        "int",
        20,
        "How many seconds one statement of a page may take, a quarter of it for a lock; then people read that they should try again. 0: no "
        "limit.",
    ),
    Setting("ZWEIKLANG_LOG_LEVEL", "str", "INFO", "Level of the root logger."),
    Setting(
        "ZWEIKLANG_LOG_FORMAT",
        "str",
        "text",
        "How log lines are written: text for people, json for programs (one object a line, also one for each request).",
    ),
    Setting(
        "ZWEIKLANG_METRICS_TOKEN",
        "str",
        "",
        "Who sends it as a bearer token may read /metrics from elsewhere. Empty: only who asks this machine directly.",
    ),
    Setting(
        "ZWEIKLANG_TRACES_URL",
        "str",
        "",
        "Where traces go: an OpenTelemetry collector's address for OTLP over HTTP, for example http://localhost:4318/v1/traces. Empty: "
        "nothing is traced.",
    ),
    Setting(
        "ZWEIKLANG_TRACES_SHARE",
        "float",
        1.0,
        "Which share of requests and jobs is traced, from 0 to 1.",
    ),
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
    statement_seconds: int
    log_level: str
    log_format: str
    metrics_token: str
    traces_url: str
    traces_share: float


def read_settings() -> Declared:
    """Returns the declared settings from the environment; raises environs' error naming the variable that is wrong."""
    raw = values_of(SETTINGS)
    demo = raw["ZWEIKLANG_DEMO"]
    var_dir = Path(raw["ZWEIKLANG_VAR_DIR"]).resolve()
    return Declared(
        demo=demo,
        debug=raw["ZWEIKLANG_DEBUG"],
        secret_key=secret_key(raw),
        secret_key_fallbacks=raw["ZWEIKLANG_SECRET_KEY_FALLBACKS"],
        allowed_hosts=raw["ZWEIKLANG_ALLOWED_HOSTS"],
        base_url=base_url(raw["ZWEIKLANG_URL"], raw["ZWEIKLANG_ALLOWED_HOSTS"]),
        csrf_trusted_origins=raw["ZWEIKLANG_CSRF_TRUSTED_ORIGINS"],
        https=raw["ZWEIKLANG_HTTPS"] and not demo,
        behind_proxy=raw["ZWEIKLANG_BEHIND_PROXY"],
        var_dir=var_dir,
        static_root=var_dir / "static",
        database=database_from_url(raw["DATABASE_URL"], pool=True, pgbouncer=raw["ZWEIKLANG_PGBOUNCER"]),
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
        **_of_exchange(raw, var_dir),
        statement_seconds=raw["ZWEIKLANG_STATEMENT_SECONDS"],
        **_of_observing(raw),
    )


def _of_exchange(raw: dict[str, Any], var_dir: Path) -> dict[str, Any]:
    """Returns what talking needs of the world outside: the live line, video, push, files."""
    return {
        "live_url": live_url(raw["ZWEIKLANG_LIVE_URL"]),
        "video_url": video_url(raw["ZWEIKLANG_BBB_URL"], raw["ZWEIKLANG_BBB_SECRET"]),
        "video_secret": raw["ZWEIKLANG_BBB_SECRET"],
        "vapid_private_key": raw["ZWEIKLANG_VAPID_PRIVATE_KEY"],
        "push_services": raw["ZWEIKLANG_PUSH_SERVICES"],
        "file_storage": file_storage(raw, folder=var_dir / "files"),
        "clamd": clamd_address(raw["ZWEIKLANG_CLAMD"]),
        "file_most": raw["ZWEIKLANG_FILE_MOST_MB"] * MB,
        "room_files_most": raw["ZWEIKLANG_ROOM_FILES_MOST_MB"] * MB,
        "person_files_most": raw["ZWEIKLANG_PERSON_FILES_MOST_MB"] * MB,
    }


def _of_observing(raw: dict[str, Any]) -> dict[str, Any]:
    """Returns what a process tells of itself."""
    return {
        "log_level": raw["ZWEIKLANG_LOG_LEVEL"],
        "log_format": log_format(raw["ZWEIKLANG_LOG_FORMAT"]),
        "metrics_token": raw["ZWEIKLANG_METRICS_TOKEN"],
        "traces_url": traces_url(raw["ZWEIKLANG_TRACES_URL"]),
        "traces_share": share(raw["ZWEIKLANG_TRACES_SHARE"]),
    }
