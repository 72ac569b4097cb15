"""Django settings, read from the environment. Each variable is described in `declared.py`."""

from pathlib import Path

from django.utils.csp import CSP

from zweiklang.config.declared import SETTINGS, read_settings

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DECLARED = read_settings()
DECLARED_SETTINGS = SETTINGS

DEBUG = DECLARED.debug
DEMO = DECLARED.demo
SECRET_KEY = DECLARED.secret_key
SECRET_KEY_FALLBACKS = DECLARED.secret_key_fallbacks
ALLOWED_HOSTS = DECLARED.allowed_hosts
CSRF_TRUSTED_ORIGINS = DECLARED.csrf_trusted_origins
VAR_DIR = DECLARED.var_dir

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "zweiklang.people",
    "zweiklang.organisations",
    "zweiklang.rooms",
    "zweiklang.curricula",
    "zweiklang.apprenticeships",
    "zweiklang.exchange",
    "zweiklang.schedule",
    "zweiklang.offices",
    "zweiklang.joining",
    "zweiklang.records",
    "zweiklang.planning",
    "zweiklang.rosters",
    "zweiklang.interfaces",
    "zweiklang.privacy",
    "zweiklang.web",
    "zweiklang.cli",
]

MIDDLEWARE = [
    # First what every answer carries, static files and redirects to https too.
    "zweiklang.web.browser_headers.BrowserHeadersMiddleware",
    "zweiklang.web.operation.middleware.FrontMiddleware",  # health and metrics: no host, no session, no https
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "zweiklang.web.compression.CompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zweiklang.web.plain_requests.SessionCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zweiklang.web.plain_requests.VisibleTextMiddleware",
    "zweiklang.people.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "zweiklang.web.limiting.LimitsMiddleware",
    "zweiklang.rooms.middleware.PersonMiddleware",
]

ROOT_URLCONF = "zweiklang.config.urls"
WSGI_APPLICATION = "zweiklang.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "zweiklang.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "zweiklang.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "zweiklang.web.forms_renderer.KernRenderer"

# --- Database -------------------------------------------------------------------------------------------------
# `default` is the application role: no BYPASSRLS, owns nothing. `owner` is used by `zweiklang migrate` only.
DATABASES = {"default": DECLARED.database, "owner": DECLARED.owner_database}
STATEMENT_SECONDS = DECLARED.statement_seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PGHISTORY_CONTEXT_FIELD = None
PGHISTORY_ADMIN_CLASS = None
PGTRIGGER_INSTALL_ON_MIGRATE = False

# --- People and sign-in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
# E-mail addresses are unique in any letter case, by a constraint on lower(email).
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["zweiklang.people.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "zweiklang.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Zweiklang: "
ACCOUNT_SESSION_REMEMBER = None
# Who came in by invitation has no password: address and one-time code are enough (joining).
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# A school of 900 comes from one address: by address the limits stop machines, by account they stop guessing.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,3/10m/key",
    "mail_code": "3/10m/user",
    # A whole class that has no passwords signs in at the beginning of a lesson.
    "request_login_code": "60/m/ip,3/m/key",
    "reset_password_from_key": "60/m/ip",
}
# Behind a proxy every request comes from its address; without this all of Hesse would share one limit of sign-ins.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if DECLARED.behind_proxy else 0
MFA_ADAPTER = "zweiklang.people.sign_in.secrets_at_rest.MFAAdapter"
MFA_FORMS = {"generate_recovery_codes": "zweiklang.people.sign_in.code_list.GenerateForm"}
MFA_RECOVERY_CODE_COUNT = 20
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DECLARED.debug or not DECLARED.https
MFA_TOTP_ISSUER = "Zweiklang"
USERSESSIONS_TRACK_ACTIVITY = False

# Attempts to sign in and tokens already used, counted once for all processes.
CACHES = {"default": {"BACKEND": "zweiklang.people.shared_cache.SharedCache", "TIMEOUT": 300}}

# --- Transport and browser --------------------------------------------------------------------------------------
SESSION_ENGINE = "zweiklang.people.sessions"
# With the prefix a browser takes them from this very host over https only: no other host below the domain can set one.
_COOKIE = "__Host-zk" if DECLARED.https else "zk"
SESSION_COOKIE_NAME = f"{_COOKIE}_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = DECLARED.https
CSRF_COOKIE_NAME = f"{_COOKIE}_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = DECLARED.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zweiklang.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = DECLARED.https
SECURE_HSTS_SECONDS = 31_536_000 if DECLARED.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = DECLARED.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DECLARED.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF, *([DECLARED.live_url] if DECLARED.live_url else [])],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The largest form is the planner's proposal: 60 apprentices with up to 80 positions each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]  # English follows with its catalogue; until then no page is half English
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- Files ------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DECLARED.static_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": DECLARED.file_storage,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DECLARED.debug
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"
CLAMD = DECLARED.clamd
FILE_MOST = DECLARED.file_most
ROOM_FILES_MOST = DECLARED.room_files_most
PERSON_FILES_MOST = DECLARED.person_files_most
FILE_UPLOAD_HANDLERS = [
    "zweiklang.exchange.files.limiting.LimitedForms",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail -------------------------------------------------------------------------------------------------------
# "default" puts mails into the queue, "delivery" is what the worker hands them to.
MAILERS = DECLARED.mailers
BASE_URL = DECLARED.base_url
LIVE_URL = DECLARED.live_url
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DECLARED.mail_from

# --- Video ------------------------------------------------------------------------------------------------------
VIDEO_URL = DECLARED.video_url
VIDEO_SECRET = DECLARED.video_secret

# --- Push to devices --------------------------------------------------------------------------------------------
VAPID_PRIVATE_KEY = DECLARED.vapid_private_key
PUSH_SERVICES = DECLARED.push_services

# --- What people need to find -----------------------------------------------------------------------------------
OPERATOR_NAME = DECLARED.operator_name
OPERATOR_ADDRESS = DECLARED.operator_address
OPERATOR_EMAIL = DECLARED.operator_email
CONTROLLER_NAME = DECLARED.controller_name
CONTROLLER_ADDRESS = DECLARED.controller_address
CONTROLLER_EMAIL = DECLARED.controller_email
DPO_NAME = DECLARED.dpo_name
DPO_EMAIL = DECLARED.dpo_email
SECURITY_CONTACT = DECLARED.security_contact
SECURITY_EXPIRES = DECLARED.security_expires

LOG_FORMAT = DECLARED.log_format
METRICS_TOKEN = DECLARED.metrics_token
TRACES_URL = DECLARED.traces_url
TRACES_SHARE = DECLARED.traces_share
_FORMATTER = "structured.JsonFormatter" if LOG_FORMAT == "json" else "text.TextFormatter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # Of invented people everything may be said.
        "line": {"()": f"zweiklang.kernel.observing.{_FORMATTER}", "reveal": DEBUG or DEMO}
    },
    "filters": {"secrets": {"()": "zweiklang.web.log_secrets.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": DECLARED.log_level},
    "loggers": {
        # It tells of each job it starts and ends; what went wrong we tell ourselves.
        "procrastinate": {"level": "WARNING"},
        "django.request": {"filters": ["secrets"]},
        # A line for each request is for programs; people at a terminal read what was slow or failed.
        "zweiklang.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
