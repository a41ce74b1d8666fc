from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RevisionsConfig(AppConfig):
    name = "revisions"
    verbose_name = _("revisions")

    def ready(self):
        from allauth.account.signals import email_confirmed, user_signed_up

        from accounts import export, forgetting, leaving
        from revisions import personal
        from revisions.leaving import forget_name
        from revisions.visitors import confirming, credits

        for part in (
            personal.contributions,
            personal.proposals,
            personal.reports,
            personal.drafts,
            personal.moderation,
        ):
            export.register(part.__name__, part)
        leaving.register_last(forget_name)
        forgetting.register("unconfirmed proposals", confirming.old_proposals)
        forgetting.register("unconfirmed reports", confirming.old_reports)
        # Of code that is not ours: who opens an account finds their proposals there.
        email_confirmed.connect(credits.on_email_confirmed)
        user_signed_up.connect(credits.on_signed_up)
