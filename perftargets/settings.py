"""All settings, one module; every value that differs between places is from the
environment. README lists the variables."""

from pathlib import Path

import environ
from csp.constants import SELF
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Where this installation keeps what it writes: database, secret, collected files.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """From the environment, else made once and kept: sessions survive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or _secret_key()
DEBUG = env.bool("DEBUG", default=False)
# Demo mode shows the demo users and their password on the login page.
DEMO = env.bool("DEMO", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Addresses or networks of the proxies in front, whose X-Forwarded-For is believed.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_include_bootstrap",
    "csp",
    "django_q",
    "sheets",
    "audit",
    "departments",
    "projects",
    "notices",
    "indicators",
    "attachments",
    "library",
    "reviews",
    "exchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "perftargets.middleware.OriginMiddleware",
    "perftargets.middleware.ErrorPageMiddleware",
    # The last: it is told first of an exception.
    "perftargets.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "perftargets.urls"
WSGI_APPLICATION = "perftargets.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reviews.desk.context",
                "notices.unread.context",
                "departments.auditors.context",
                "departments.menu.context",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": env.db(
        "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'perftargets.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction takes the write lock when it begins, so two clerks
    # who save at once wait for each other instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
    # A file, not memory: the browser tests use it from several threads.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "departments.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Names with a hash, so that an upgrade reaches every browser at once.
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    if env.bool("STATIC_MANIFEST", default=not DEBUG)
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# A table of 60 indicators is some 300 inputs of up to 2,000 characters.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Finished pages of tables, so that nothing is laid out twice. May be emptied any time.
PAGES_DIR = VAR_DIR / "pages"
# 依据材料. Only the program reads this directory: no web server serves it.
ATTACHMENTS_DIR = Path(env("ATTACHMENTS_DIR", default=str(VAR_DIR / "attachments")))
# Excel files that wait to be imported, so that they can be given back with marks.
IMPORTS_DIR = VAR_DIR / "imports"
IMPORT_DAYS = env.int("IMPORT_DAYS", default=30)  # then what nobody took is deleted
ATTACHMENT_BYTES = 20 * 1024 * 1024
# Archives of files to be imported, until they are read.
PACKS_DIR = Path(env("PACKS_DIR", default=str(VAR_DIR / "packs")))
PACK_BYTES = 100 * 1024 * 1024
ATTACHMENT_COUNT = 20  # on the list of one target
FILE_UPLOAD_HANDLERS = [
    "attachments.uploads.CutAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# E-mail is off unless a server is named: EMAIL_URL=smtp+tls://user:password@host:587
# Only `manage.py send_mail_queue` talks to it, never a request.
MAIL_ENABLED = bool(env("EMAIL_URL", default=""))
if MAIL_ENABLED:
    globals().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 30  # seconds for each answer of the server; see notices.outbox.LEASE
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="perftargets@localhost")
# What a link in an e-mail and on a printed page begins with: a command knows no address
# of the site, and paper outlives the name that a request came by.
SITE_URL = env("SITE_URL", default="").rstrip("/")

# Exported files, until they expire. No web server serves this directory either.
EXPORTS_DIR = Path(env("EXPORTS_DIR", default=str(VAR_DIR / "exports")))
EXPORT_DAYS = env.int("EXPORT_DAYS", default=7)

# Background jobs: `manage.py run_jobs` works them off, see exchange.jobs. The queue is
# a table of the database, or Redis where QUEUE_URL=redis://… names one.
QUEUE_URL = env("QUEUE_URL", default="")
Q_CLUSTER = {
    "name": "perftargets",
    "workers": env.int("JOB_WORKERS", default=2),
    # A worker with a large job behind it gives its memory back by ending.
    "recycle": 5,
    "max_rss": 300_000,  # kilobytes
    "timeout": 6 * 3600,  # seconds for one job
    # Of no use to us, jobs are put on the queue again by exchange.watch; but it must be
    # longer, or a running job would be delivered once more.
    "retry": 7 * 3600,
    "ack_failures": True,
    # What waits here is lost to the others if this cluster is killed.
    "queue_limit": 1,
    "poll": 0.5,
    "save_limit": -1,  # what came of a job stands in its own row
    "scheduler": False,  # nobody may type the name of a function to be run
    **({"redis": QUEUE_URL} if QUEUE_URL else {"orm": "default"}),
}

# Everything comes from this server; no inline script, no inline style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# Many intranets have no certificate; where there is one, HTTPS=1 demands it.
if env.bool("HTTPS", default=False):
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 30 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Subsetting a font is worth dozens of lines a page.
    "loggers": {"fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
