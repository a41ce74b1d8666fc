"""People who sign in, and those who may not contribute."""

from accounts.models.ban import Ban
from accounts.models.user import User

__all__ = ["Ban", "User"]
