"""Who may open the pages of moderators."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from accounts.roles import is_moderator


def moderators_only(view):
    """Let moderators in, ask visitors to sign in, and refuse everybody else."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_moderator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def inner_path(request, name="next"):
    """Return an address of this site that a request names, "" for any other."""
    path = request.POST.get(name, "")
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""
