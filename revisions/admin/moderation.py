"""Proposals, reports and the log in the admin: to read. The site decides on them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from revisions.models import ModerationAction, Proposal, Reason, Report


@admin.register(Reason)
class ReasonAdmin(TranslationAdmin):
    """The texts that moderators give again and again, in the three languages."""

    list_display = ("text", "use", "rule", "offered", "position")
    list_filter = ("use", "offered")
    search_fields = ("code", "text_en", "text_fr", "text_es")
    fields = ("code", "use", "text", "rule", "offered", "position")

    def has_delete_permission(self, request, obj=None):
        # A reason that was given stays; it is offered no longer.
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to read, each with a link to its page on the site."""

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    def get_readonly_fields(self, request, obj=None):
        return [*self.fields, "on_site"]

    def get_fields(self, request, obj=None):
        return ["on_site", *self.fields]

    @admin.display(description=_("page on the site"))
    def on_site(self, row):
        return format_html('<a href="{}">{}</a>', self.address(row), _("Open the page"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = (
        "title", "kind", "status", "author", "source", "created_at", "assignee",
        "on_site",
    )  # fmt: skip
    list_filter = ("status", "kind", "language", "source")
    list_select_related = ("author", "assignee")
    search_fields = ("title", "author__username", "email")
    date_hierarchy = "created_at"
    fields = (
        "title", "kind", "status", "author", "email", "source", "language", "comment",
        "evidence", "signals", "assignee", "decided_by", "created_at", "decided_at",
    )  # fmt: skip

    def address(self, row):
        return row.get_absolute_url()


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = (
        "title", "kind", "why", "status", "author", "created_at", "assignee", "on_site"
    )  # fmt: skip
    list_filter = ("status", "why", "kind", "language")
    list_select_related = ("author", "assignee")
    search_fields = ("title", "text", "author__username", "email")
    date_hierarchy = "created_at"
    fields = (
        "title", "kind", "why", "text", "evidence", "status", "author", "email",
        "language", "signals", "assignee", "decided_by", "reason", "answer",
        "created_at", "decided_at",
    )  # fmt: skip

    def address(self, row):
        return reverse("revisions:reported", args=[row.pk])


@admin.register(ModerationAction)
class ModerationActionAdmin(ReadOnlyAdmin):
    """The log with the names, which the public one leaves out."""

    list_display = ("created_at", "action", "rule", "kind", "object_id", "actor")
    list_filter = ("action", "rule", "kind", "role")
    list_select_related = ("actor",)
    date_hierarchy = "created_at"
    fields = ("action", "rule", "kind", "object_id", "actor", "role", "created_at")

    def address(self, row):
        return reverse("revisions:log")
