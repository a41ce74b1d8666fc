"""Settings for every place the site runs; what differs comes from the environment.

With no environment at all this is a working development site on SQLite.
"""

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from toolbox import environment
from toolbox.environment import BASE_DIR

# --- Where this copy runs -------------------------------------------------
DEBUG = environment.flag("DEBUG", default=True)
SECRET_KEY = environment.text("SECRET_KEY") or (
    "only-for-development-and-known-to-everybody" if DEBUG else None
)
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY when DEBUG=no")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or (
    ["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
DATABASES = {
    "default": environment.database(
        environment.text("DATABASE_URL", "sqlite:///db.sqlite3")
    )
}
CACHES = {"default": environment.cache(environment.text("CACHE_URL"))}
# While templates are being written, a page that is kept would hide their changes.
PAGE_CACHE = environment.flag("PAGE_CACHE", default=not DEBUG)
PAGE_CACHE_MEGABYTES = environment.whole_number("PAGE_CACHE_MEGABYTES", default=8)
# Behind a proxy that terminates TLS and sets X-Forwarded-Proto itself.
BEHIND_PROXY = environment.flag("BEHIND_PROXY", default=False)
HTTPS = environment.flag("HTTPS", default=not DEBUG)
# Who answers for this copy of the site, for the legal pages.
PUBLISHER = environment.text("PUBLISHER", "")
CONTACT = environment.text("CONTACT", "")
HOST_PROVIDER = environment.text("HOST_PROVIDER", "")
SOURCE_CODE_URL = environment.text("SOURCE_CODE_URL", "")
# Where people reach this copy: e-mails lead there, which no request tells.
SITE_URL = environment.text("SITE_URL", "").rstrip("/") or (
    f"{'https' if HTTPS else 'http'}://"
    + ("127.0.0.1:8000" if DEBUG else (*ALLOWED_HOSTS, "localhost")[0].lstrip("."))
)
# Whom people may sign in with, beside their password.
SIGN_IN = environment.sign_in_services()

# --- What the site is made of ---------------------------------------------
INSTALLED_APPS = [
    "core",
    "accounts",
    "revisions",
    "taxonomy",
    "organizations",
    "catalogue",
    "usecases",
    "harvest",
    "api",
    "pages",
    # Before the admin, whose forms it translates.
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    # Form templates of the project come before those of Django.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    # Only those whose keys are known: without them they would fail.
    *SIGN_IN.apps,
    "csp",
    "django_countries",
    "django_filters",
    "import_export",
    "taggit",
]
MIDDLEWARE = [
    "core.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.InterruptedFormMiddleware",
    "accounts.middleware.RefusedFormMiddleware",
]
ROOT_URLCONF = "toolbox.urls"
WSGI_APPLICATION = "toolbox.wsgi.application"
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
                "core.context.site",
            ],
            "builtins": ["core.templatetags.records"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:account"
LOGOUT_REDIRECT_URL = "pages:home"
CSRF_FAILURE_VIEW = "pages.views.forged"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TAGGIT_CASE_INSENSITIVE = True
# Exports and imports go through the same door as every other change.
IMPORT_EXPORT_USE_TRANSACTIONS = True
# Who may read records may export them; who may change them may import them.
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"

# --- Languages ------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "fr", "es")
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fr", "es")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Accounts -------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.forms.LoginForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# The first administrator has a name and no address.
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code is typed into the page that asks for it, which leads on to where the person
# was; a link opens elsewhere.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "OGP Toolbox"
# A telephone's clock may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.forms.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = SIGN_IN.providers
# People see under which name they will appear before the account is made.
SOCIALACCOUNT_AUTO_SIGNUP = False

# --- E-mails --------------------------------------------------------------
# Without a server they are written into a folder, so that nothing is sent from a
# machine where somebody only tries something.
vars().update(environment.email(environment.text("EMAIL_URL")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text(
    "DEFAULT_FROM_EMAIL", "OGP Toolbox <no-reply@localhost>"
)
# In seconds: who opens an account waits for it.
EMAIL_TIMEOUT = 10

# --- Files ----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = environment.text("STATIC_ROOT") or BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.text("MEDIA_ROOT") or BASE_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# --- Safety ---------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        # Signing in elsewhere begins with a form of ours.
        "form-action": [SELF, *SIGN_IN.origins],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
# Probes speak plain HTTP inside the machine.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", default=3600 * HTTPS)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = environment.flag(
    "HSTS_SUBDOMAINS", default=False
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

# --- Telling what happens -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # With a handler of its own each of its lines would stand twice.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
