"""The pages of the admin: Django finds here those of history and of moderation."""

from revisions.admin import history, moderation

__all__ = ["history", "moderation"]
