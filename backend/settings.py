"""Settings, read from the environment. `DAKNONG_ENV` is production unless it says otherwise: the safe default."""

import hashlib
from datetime import timedelta
from pathlib import Path

import environ
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from backend.common.api import front_page

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DAKNONG_ENV = env.str("DAKNONG_ENV", "production")
IS_PRODUCTION = DAKNONG_ENV == "production"
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data")))

# What this process is for: "web", "sender", or nothing in particular.
DAKNONG_PROCESS = env.str("DAKNONG_PROCESS", "")

# --- Security -------------------------------------------------------------------------------------------------------
DEFAULT_SECRET_KEY = "insecure-development-key-that-production-refuses"
SECRET_KEY = env.str("DJANGO_SECRET_KEY", DEFAULT_SECRET_KEY)
DEBUG = env.bool("DJANGO_DEBUG", False)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
# SHA-256 of the app's signing keys: a phone then opens our links in the app. And where the app is to be had.
ANDROID_CERT_SHA256 = [key.upper() for key in env.list("ANDROID_CERT_SHA256", default=[])]
ANDROID_APP_URL = env.str("ANDROID_APP_URL", "")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []
# How many reverse proxies of ours stand in front: without one, X-Forwarded-For is a claim of the client and is ignored.
NUM_PROXIES = env.int("NUM_PROXIES", 0)
IS_TLS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_TLS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "daknong_session"
SECURE_SSL_REDIRECT = IS_TLS and env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^internal/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if IS_TLS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NUM_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
# Unfold's Alpine.js evaluates expressions and its templates carry inline scripts and styles without a nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "worker-src": ["'self'", "blob:"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
}
# The page-only wrappers in backend.common.middleware.pages stand for these, which the checks look for by exact name;
# tests/unit/test_pages_middleware.py holds that each of them is at work on the console.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003"]

# --- Applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    # What shows no pages does not import them: a quarter of a process's memory.
    "django.contrib.admin.apps.SimpleAdminConfig" if DAKNONG_PROCESS == "sender" else "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "csp",
    "backend.common",
    "backend.accounts",
    "backend.areas",
    "backend.agencies",
    "backend.machines",
    "backend.news",
    "backend.places",
    "backend.public_services",
    "backend.feedback",
    "notifications",
    "backend.console",
    "backend.demo",
]
MIDDLEWARE = [
    "backend.common.middleware.request.RequestMiddleware",
    "backend.common.middleware.microcache.MicroCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backend.common.middleware.pages.SessionMiddleware",
    "backend.common.middleware.pages.LocaleMiddleware",
    "backend.common.middleware.pages.CommonMiddleware",
    "backend.common.middleware.pages.CsrfViewMiddleware",
    "backend.common.middleware.pages.AuthenticationMiddleware",
    "backend.common.middleware.pages.MessageMiddleware",
    "backend.common.middleware.pages.XFrameOptionsMiddleware",
    "backend.common.middleware.pages.CSPMiddleware",
]
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "backend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------------------
IS_EMBEDDED = env.bool("DAKNONG_EMBEDDED", False)
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgresql://daknong@127.0.0.1:5432/daknong"),
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
    }
}
# Prepared statements are off in Django unless asked for, and cost a list a third of its time (measured).
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "pool": {
            "min_size": env.int("DB_POOL_MIN", 2),
            "max_size": env.int("DB_POOL_MAX", 16),
            "timeout": env.float("DB_POOL_TIMEOUT", 3.0),  # then 503: a thread that waits serves nobody
            # The pool's own pauses double up to minutes. Giving up early lets the next request try at once.
            "reconnect_timeout": 2.0,
        },
        "server_side_binding": True,
        "prepare_threshold": 3,
        "connect_timeout": 5,
        "tcp_user_timeout": 20_000,  # a database host that fell silent is given up after this, not after 15 minutes
    }
)
# A web request may not hold a thread or a lock for ever. Imports, migrations and workers may take their time.
IS_WEB = DAKNONG_PROCESS == "web"
DB_WEB_LIMITS = {
    "statement_timeout": env.int("DB_STATEMENT_TIMEOUT_MS", 15_000),
    "lock_timeout": env.int("DB_LOCK_TIMEOUT_MS", 5_000),
    "idle_in_transaction_session_timeout": env.int("DB_IDLE_TIMEOUT_MS", 30_000),
}
if IS_WEB:
    given = DATABASES["default"]["OPTIONS"].get("options", "")
    DATABASES["default"]["OPTIONS"]["options"] = " ".join(
        [given, *(f"-c {name}={value}" for name, value in DB_WEB_LIMITS.items())]
    ).strip()
else:
    # A task that meets a dead connection is lost until its sweeper comes; web threads replace theirs after one failure
    # (backend.common.outages) and are spared the round trip.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHE_PREFIX = env.str("CACHE_PREFIX", "daknong")
CACHES = {
    "default": {
        "BACKEND": "backend.common.cache.TolerantRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": CACHE_PREFIX,
    }
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(DATA_DIR / "media")))
MEDIA_URL = "/media/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "backend.common.storage.LocalStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if not IS_PRODUCTION  # brotli at its best takes a minute, and loopback does not need it
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
PHOTO_MAX_BYTES = env.int("PHOTO_MAX_BYTES", 12 * 1024 * 1024)

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["backend.accounts.backends.IdentifierBackend", "backend.agencies.auth.MembershipBackend"]
PASSWORD_HASHERS = [
    "backend.accounts.hashers.LoginArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["full_name", "email", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
SMS_SENDER = env.str("SMS_SENDER", "" if IS_PRODUCTION else "backend.accounts.sms.DevelopmentSmsSender")
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
# A key of its own per use: a leak of one kind of token says nothing about another.
JWT_SIGNING_KEY = hashlib.sha256(b"jwt:" + SECRET_KEY.encode()).hexdigest()
# Seals the second factors of dossiers. Set it apart from the secret key: a change makes stored ones unmatchable.
DOSSIER_FACTOR_KEY_GIVEN = env.str("DOSSIER_FACTOR_KEY", "")
DOSSIER_FACTOR_KEY = DOSSIER_FACTOR_KEY_GIVEN or hashlib.sha256(b"dossier-factor:" + SECRET_KEY.encode()).hexdigest()
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "ALGORITHM": "HS256",
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "AUDIENCE": "daknong-c",
    "ISSUER": "daknong-c",
    "USER_ID_FIELD": "id",
    "USER_ID_CLAIM": "sub",
    "UPDATE_LAST_LOGIN": False,
    "LEEWAY": 10,
}
# What is held about a person: part of the export → a function (user) -> value, or iterator over a list's entries.
PERSONAL_DATA = {
    "profile": "backend.accounts.personal_data.profile_held",
    "consents": "backend.accounts.personal_data.consents_held",
    "sessions": "backend.accounts.personal_data.sessions_held",
    "codes": "backend.accounts.personal_data.codes_held",
    "activity": "backend.accounts.personal_data.activity_held",
    "devices": "notifications.personal_data.devices_held",
    "preferences": "notifications.personal_data.preferences_held",
    "notices": "notifications.personal_data.notices_held",
    "reports": "backend.feedback.personal_data.reports_held",
    "dossiers": "backend.public_services.personal_data.dossiers_held",
    "ratings": "backend.news.personal_data.ratings_held",
}
# What goes with a deleted account: functions (user) -> None, called in the transaction of the deletion.
PERSONAL_ERASERS = ["backend.news.personal_data.ratings_forget"]
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "Daknong-Demo-2026")

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "backend" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "backend.accounts.auth.JWTAuthentication",
        "backend.machines.auth.MachineKeyAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["backend.common.api.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["backend.common.api.rendering.OrjsonParser"],
    "DEFAULT_PAGINATION_CLASS": "backend.common.api.pagination.KeysetPagination",
    "PAGE_SIZE": 20,
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_SCHEMA_CLASS": "backend.common.api.schema.ContractAutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "NUM_PROXIES": NUM_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "backend.common.api.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "backend.common.api.problems.ProblemFormatter",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "DAKNONG-C API",
    "VERSION": "1.0.0",
    "DESCRIPTION": front_page.DESCRIPTION,
    "OAS_VERSION": "3.1.0",
    # Relative: each installation's document is about itself.
    "SERVERS": [{"url": "/", "description": "The server that this document was fetched from."}],
    "CONTACT": {"name": "The maintainers of DAKNONG-C"},
    "DEFAULT_GENERATOR_CLASS": "backend.common.api.schema.EnglishSchemaGenerator",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "backend.common.api.schema_enums.open_enumerations",
        "backend.common.api.schema_clients.for_generated_clients",
        "backend.common.api.schema_examples.add_examples",
        "backend.common.api.schema_links.add_links",
    ],
    "SORT_OPERATIONS": True,
    "ENUM_NAME_OVERRIDES": {
        "NoticeKindEnum": "notifications.models.Kind",
        "OfficerNoticeKindEnum": "notifications.api.officer_serializers.OFFICER_KINDS",
        "AlertTypeEnum": "notifications.models.MessageType",
        "AlertStatusEnum": "notifications.cap.values.STATUSES",
        "AlertSeverityEnum": "notifications.cap.values.SEVERITIES",
        "NoticeStatusEnum": "notifications.workflow.Status",
        "AreaKindEnum": "backend.areas.models.Kind",
        "AreaLevelEnum": "backend.areas.models.Level",
        "AgencyKindEnum": "backend.agencies.models.AgencyKind",
        "ServiceLevelEnum": "backend.public_services.models.ServiceLevel",
        "SubmissionChannelEnum": "backend.public_services.models.Channel",
        "DossierStatusEnum": "backend.public_services.workflow.Status",
        "DossierPaymentStatusEnum": "backend.public_services.models.PaymentStatus",
        "ReportStatusEnum": "backend.feedback.workflow.Status",
        "ReportTargetEnum": "backend.feedback.api.serializers.OFFICER_TARGETS",
        "ReportEventKindEnum": "backend.feedback.models.ReportEvent.Kind",
        "ReportPhotoKindEnum": "backend.feedback.models.ReportPhoto.Kind",
        "ReportActorEnum": "backend.feedback.models.ReportEvent.Role",
        "ReportActionEnum": "backend.feedback.api.serializers.SENDER_ACTIONS",
        "PlaceCategoryEnum": "backend.places.models.PlaceCategory",
        "AreaLocationMethodEnum": "backend.areas.api.serializers.METHODS",
        "CodePurposeEnum": "backend.accounts.models.CodePurpose",
        "MachineScopeEnum": "backend.machines.scopes.Scope",
    },
    "TAGS": front_page.TAGS,
    "EXTENSIONS_ROOT": {"x-tagGroups": front_page.TAG_GROUPS},
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
# (rate, who is counted): address, user (or address for guests), device (or address), and any value that a view passes.
THROTTLES: dict[str, list[tuple[str, str]]] = {
    "otp": [("5/h", "phone"), ("30/h", "address"), ("100/d", "address")],
    "code_check": [("60/h", "address")],
    # A stranger is an address from which nobody has yet logged in as this person (backend.accounts.guessing).
    "login": [("10/5m", "identifier+address"), ("60/5m", "address"), ("100/h", "identifier+stranger")],
    # Thousands of phones share one address behind a carrier; a refresh token cannot be guessed.
    "refresh": [("600/m", "address")],
    "write": [("120/m", "user")],
    "device": [("60/m", "address")],
    "dossier_lookup": [("20/m", "address"), ("10/m", "code")],
    "report_create": [("20/h", "user"), ("60/h", "address")],
    "photo_upload": [("60/h", "user"), ("200/h", "address")],
    "report_track": [("20/m", "address"), ("10/m", "code")],
    "comment": [("30/h", "user")],
    # Reads all that there is about one person, and is wanted once.
    "data_export": [("10/h", "user")],
    # Everything that a machine account asks for, whatever else its operations limit.
    "machine": [("600/m", "machine")],
}
# Public answers stay this long in each web process; 0 turns it off. Tests must see what they have just written.
MICRO_CACHE_SECONDS = env.float("MICRO_CACHE_SECONDS", 0 if DAKNONG_ENV == "test" else 2)
# Report categories, swapped working days and the like stay this long in each process.
REFERENCE_SECONDS = env.float("REFERENCE_SECONDS", 0 if DAKNONG_ENV == "test" else 5)
THROTTLING_ENABLED = env.bool("THROTTLING_ENABLED", True)
# Off only while an image is built (collectstatic needs no secret).
PRODUCTION_CHECKS = env.bool("PRODUCTION_CHECKS", True)

# --- Pushes and background work -------------------------------------------------------------------------------------
FCM_SERVICE_ACCOUNT = env.str("FCM_SERVICE_ACCOUNT", "")
FCM_BASE_URL = env.str("FCM_BASE_URL", "").rstrip("/")
# Whose certificate FCM_BASE_URL has, where no public authority vouches for it.
FCM_CA_FILE = env.str("FCM_CA_FILE", "")
FCM_PROJECT_ID = env.str("FCM_PROJECT_ID", "")
# Whose notices an officer sees and approves: a function (user, capability) -> agency codes.
NOTICES_AGENCY_CODES = "backend.agencies.selectors.notice_agency_codes"
# Whose accounts an uploaded list of phones names: a function numbers -> {number: user id}.
NOTICES_USERS_BY_PHONE = "backend.accounts.selectors.users_by_phone"
# What agencies are called: a function codes -> {code: (name, English name)}.
NOTICES_AGENCY_NAMES = "backend.agencies.selectors.agency_names"
# What a unit holds today and held before the merges: a function code -> codes.
NOTICES_AREAS_WITHIN = "backend.areas.selectors.areas_within_codes"
# Emergencies for other systems (CAP 1.2): who sends, by a name without spaces and commas that never changes its owner.
NOTICES_CAP_SENDER = env.str("NOTICES_CAP_SENDER", "canhbao@daknong.gov.vn")
NOTICES_CAP_CONTACT = env.str("NOTICES_CAP_CONTACT", "")
# The unit that `all` means, the province that this system serves.
NOTICES_WHOLE_AREA = env.str("NOTICES_WHOLE_AREA", "67")
# Names, codes and outlines of units: a function (codes, excluded codes) -> [{name, name_en, codes, outlines}].
NOTICES_ALERT_AREAS = "backend.areas.outlines.areas_for_alert"
# A function codes -> {code: (name, English name)}.
NOTICES_AGENCY_NAMES = "backend.agencies.selectors.agency_names"
# Whether a person agrees to a purpose: a function (user, purpose) -> bool.
NOTICES_CONSENT = "backend.accounts.consents.notice_consent"
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"accounts.code_send": {"queue": "personal"}}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "global_keyprefix": f"{CACHE_PREFIX}:",
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # Celery's own worker gives up for good after a hundred
CELERY_TIMEZONE = TIME_ZONE

# --- Logs -----------------------------------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING" if DAKNONG_ENV == "test" else "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "backend.common.logging.json_formatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    "loggers": {
        # RequestMiddleware writes one line a request; Django's own would be the second.
        "django.server": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
        # notifications.celery writes one line a task; Celery's own would be two more, and one for each tick of beat.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
    },
}

from backend.console.settings import FORMAT_MODULE_PATH, UNFOLD  # noqa: E402,F401  (the console's own subject)
