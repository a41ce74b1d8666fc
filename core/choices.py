"""Closed lists that several kinds of record share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom a tool or a use case is for."""

    CITIZENS = "citizens", _("Citizens")
    ADMINISTRATIONS = "administrations", _("Administrations")
    ELECTED = "elected-representatives", _("Elected representatives")
    CIVIL_SOCIETY = "civil-society", _("Civil society")
    JOURNALISTS = "journalists", _("Journalists")
    RESEARCHERS = "researchers", _("Researchers")
    DEVELOPERS = "developers", _("Developers")


class Platform(models.TextChoices):
    WEB = "web", _("Web")
    ANDROID = "android", "Android"
    IOS = "ios", "iOS"
    LINUX = "linux", "Linux"
    WINDOWS = "windows", "Windows"
    MACOS = "macos", "macOS"


class Hosting(models.TextChoices):
    SELF_HOSTED = "self-hosted", _("Self-hosted")
    HOSTED = "hosted", _("Hosted service")
