import os
import re
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import SimpleTestCase, override_settings

from toolbox import environment
from toolbox.environment import BASE_DIR

PUBLIC = {"DEBUG": "no", "SECRET_KEY": "kept to itself", "ALLOWED_HOSTS": "a.example"}
MISSPELT = {
    "DEBUG": ("true", "No", "0", ""),
    "HTTPS": ("on", "yes "),
    "BEHIND_PROXY": ("1",),
    "HSTS_SUBDOMAINS": ("false",),
    "HSTS_SECONDS": ("1h", "-1", "²"),
    "PAGE_CACHE": ("off",),
    "PAGE_CACHE_MEGABYTES": ("32 MB",),
    "DATABASE_URL": (
        "",
        "db.sqlite3",
        "mysql:///toolbox",
        "postgress:///toolbox",
        "postgres://db.example",
        "postgres://db.example:port/toolbox",
        "sqlite://db.sqlite3",
    ),
    "EMAIL_URL": (
        "smtp.example",
        "imap://mail.example",
        "smtp://",
        "smtp://mail.example:port",
        "smtp://mail.example?tls=yes",
        "smtp://mail.example?starttls=maybe",
        "smtps://mail.example?starttls=yes",
    ),
    "CACHE_URL": ("memcached://cache.example", "cache.example:6379"),
}


def settings_of(**variables):
    """Return the settings as a place with this environment reads them."""
    with mock.patch.dict(os.environ, variables, clear=True):
        return runpy.run_path(str(BASE_DIR / "toolbox" / "settings.py"))


class EnvironmentTests(SimpleTestCase):
    def test_an_empty_environment_is_a_development_site_on_sqlite(self):
        found = settings_of()
        self.assertIs(found["DEBUG"], True)
        self.assertIn("127.0.0.1", found["ALLOWED_HOSTS"])
        self.assertIn("sqlite3", found["DATABASES"]["default"]["ENGINE"])
        self.assertIs(found["SECURE_SSL_REDIRECT"], False)

    def test_without_a_server_e_mails_land_in_a_folder(self):
        found = settings_of()
        self.assertIn("filebased", found["EMAIL_BACKEND"])
        self.assertEqual(found["EMAIL_FILE_PATH"], BASE_DIR / "var" / "mail")

    def test_the_mail_server_is_one_address(self):
        for url, port, starts, secure in (
            ("smtp://ada:p%40ss@mail.example", 587, True, False),
            ("smtp://ada:p%40ss@mail.example:25?starttls=no", 25, False, False),
            ("smtp://ada:p%40ss@mail.example?starttls=no", 25, False, False),
            ("smtps://ada:p%40ss@mail.example", 465, False, True),
        ):
            found = settings_of(EMAIL_URL=url)
            self.assertIn("smtp", found["EMAIL_BACKEND"])
            self.assertEqual(
                (found["EMAIL_HOST"], found["EMAIL_PORT"]), ("mail.example", port)
            )
            self.assertEqual(
                (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]), (starts, secure)
            )
            self.assertEqual(found["EMAIL_HOST_USER"], "ada")
            self.assertEqual(found["EMAIL_HOST_PASSWORD"], "p@ss")

    def test_other_services_are_there_when_their_keys_are(self):
        found = settings_of()
        self.assertEqual(found["SOCIALACCOUNT_PROVIDERS"], {})
        self.assertNotIn(
            "allauth.socialaccount.providers", str(found["INSTALLED_APPS"])
        )
        found = settings_of(
            GITHUB_CLIENT_ID="a",
            GITHUB_CLIENT_SECRET="b",
            OIDC_SERVER_URL="https://id.example/realm",
            OIDC_CLIENT_ID="c",
            OIDC_CLIENT_SECRET="d",
            OIDC_NAME="The ministry",
        )
        providers = found["SOCIALACCOUNT_PROVIDERS"]
        self.assertEqual(set(providers), {"github", "openid_connect"})
        self.assertEqual(providers["openid_connect"]["APPS"][0]["name"], "The ministry")
        directives = found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
        self.assertIn("https://github.com", directives["form-action"])
        self.assertIn("https://id.example", directives["form-action"])

    def test_half_of_the_keys_of_a_service_stop_the_start(self):
        for variables in (
            {"GITHUB_CLIENT_ID": "a"},
            {"OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"},
        ):
            with self.assertRaisesMessage(ImproperlyConfigured, "or none"):
                settings_of(**variables)
        with self.assertRaisesMessage(ImproperlyConfigured, "OIDC_SERVER_URL"):
            settings_of(
                OIDC_SERVER_URL="http://id.example",
                OIDC_CLIENT_ID="a",
                OIDC_CLIENT_SECRET="b",
            )

    def test_a_misspelt_value_stops_the_start(self):
        for name, values in MISSPELT.items():
            for value in values:
                with (
                    self.subTest(name=name, value=value),
                    self.assertRaisesMessage(ImproperlyConfigured, name),
                ):
                    settings_of(**PUBLIC | {name: value})

    def test_a_public_site_without_a_secret_of_its_own_does_not_start(self):
        with self.assertRaisesMessage(ImproperlyConfigured, "SECRET_KEY"):
            settings_of(DEBUG="no")
        ended = subprocess.run(
            [sys.executable, "manage.py", "check"],
            cwd=BASE_DIR,
            env={"DEBUG": "no"},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("Set SECRET_KEY", ended.stderr)

    def test_a_public_site_is_strict_about_https(self):
        found = settings_of(**PUBLIC)
        self.assertIs(found["SESSION_COOKIE_SECURE"], True)
        self.assertIs(found["CSRF_COOKIE_SECURE"], True)
        self.assertIs(found["SECURE_SSL_REDIRECT"], True)
        self.assertGreater(found["SECURE_HSTS_SECONDS"], 0)

    def test_a_proxy_is_believed_only_where_there_is_one(self):
        self.assertNotIn("SECURE_PROXY_SSL_HEADER", settings_of(**PUBLIC))
        behind = settings_of(**PUBLIC, BEHIND_PROXY="yes")
        self.assertIn("SECURE_PROXY_SSL_HEADER", behind)

    def test_a_public_site_answers_to_its_own_hosts_only(self):
        found = settings_of(**PUBLIC | {"ALLOWED_HOSTS": "a.example, b.example,"})
        self.assertEqual(found["ALLOWED_HOSTS"], ["a.example", "b.example"])

    def test_a_secret_can_lie_in_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "key"
            file.write_text("from a file\n", encoding="utf-8")
            found = settings_of(DEBUG="no", SECRET_KEY_FILE=str(file))
            self.assertEqual(found["SECRET_KEY"], "from a file")
            with self.assertRaisesMessage(ImproperlyConfigured, "SECRET_KEY_FILE"):
                settings_of(DEBUG="no", SECRET_KEY_FILE=f"{file}.gone")

    def test_every_variable_is_explained(self):
        code = (BASE_DIR / "toolbox" / "settings.py").read_text(encoding="utf-8")
        names = set(re.findall(r"environment\.[a-z_]+\(\s*\"([A-Z_]+)\"", code))
        explained = (BASE_DIR / "docs" / "running.md").read_text(encoding="utf-8")
        self.assertIn("SECRET_KEY", names)
        self.assertEqual(
            {name for name in names if f"`{name}`" not in explained}, set()
        )


class DatabaseUrlTests(SimpleTestCase):
    def test_a_database_server_with_every_part(self):
        found = environment.database(
            "postgres://ada:p%40ss@db.example:6432/tool%20box?sslmode=require"
        )
        self.assertEqual(found["NAME"], "tool box")
        self.assertEqual(found["USER"], "ada")
        self.assertEqual(found["PASSWORD"], "p@ss")
        self.assertEqual((found["HOST"], found["PORT"]), ("db.example", "6432"))
        self.assertEqual(
            found["OPTIONS"], {"options": "-c jit=off", "sslmode": "require"}
        )

    def test_a_database_server_by_its_socket(self):
        found = environment.database("postgres:///toolbox")
        self.assertEqual((found["NAME"], found["HOST"]), ("toolbox", ""))

    def test_a_file_is_relative_to_the_project_unless_it_is_absolute(self):
        relative = environment.database("sqlite:///var/a.sqlite3")
        self.assertEqual(relative["NAME"], BASE_DIR / "var" / "a.sqlite3")
        absolute = environment.database("sqlite:////srv/a.sqlite3")
        self.assertEqual(absolute["NAME"], Path("/srv/a.sqlite3"))

    def test_a_cache_server_or_this_process(self):
        self.assertIn("locmem", environment.cache(None)["BACKEND"])
        found = environment.cache("redis://cache.example:6379/1")
        self.assertEqual(found["LOCATION"], "redis://cache.example:6379/1")


class StaticFilesTests(SimpleTestCase):
    def test_a_public_site_finds_every_static_file_that_its_pages_name(self):
        with tempfile.TemporaryDirectory() as folder:
            storages = settings_of(**PUBLIC)["STORAGES"]
            with override_settings(STATIC_ROOT=folder, STORAGES=storages):
                call_command("collectstatic", interactive=False, verbosity=0)
                self.check_addresses()

    def check_addresses(self):
        named = re.compile(r"""{% static ["']([^"']+)["']""")
        for page in (BASE_DIR / "templates").rglob("*.html"):
            for name in named.findall(page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, file=name):
                    self.assertTrue(staticfiles_storage.url(name))
