"""Who signs in, and what a role may do in the admin."""

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps

from accounts.roles import is_administrator, is_moderator

# What moderators see to, and what they read of accounts.
MODERATED_APPS = (
    "core", "revisions", "taxonomy", "organizations", "catalogue", "usecases",
)  # fmt: skip
MODERATORS_ACTIONS = ("view", "add", "change")
MODERATED_ACCOUNTS = {"accounts.view_user", "accounts.view_ban"}


class RoleBackend(AuthenticationBackend):
    """Signs in with a password; rights come from the role and from nothing else."""

    def get_user_permissions(self, user_obj, obj=None):
        """Return the permissions of a role; those of administrators are all."""
        if obj is not None or not is_moderator(user_obj):
            return set()
        if is_administrator(user_obj):
            return super().get_user_permissions(user_obj)
        return moderators_permissions()

    def get_group_permissions(self, user_obj, obj=None):
        return set()


def moderators_permissions():
    """Return what a moderator may do, as "app.action_model"."""
    models = [
        m for app in MODERATED_APPS for m in apps.get_app_config(app).get_models()
    ]
    return MODERATED_ACCOUNTS | {
        f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        for model in models
        for action in MODERATORS_ACTIONS
    }
