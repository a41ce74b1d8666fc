"""What the admin pages of every kind of record share: the door, hiding, history.

A change in the admin is one transaction: the version that the form was drawn from
is claimed, the record is saved with its tags and rows, the revision is written.
"""

import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from modeltranslation.admin import TranslationAdmin

from core.kinds import kind_of
from core.languages import CONTENT_LANGUAGES
from core.models import Record, StaleRecord
from core.search.index import dependents_of
from revisions.admin.record_forms import RecordForm
from revisions.admin.rows import RecordFields
from revisions.differences.changes import labels
from revisions.editing import Attribution, Change, conclude, hide, show, write
from revisions.models import Revision

PUBLICATION = ("status", "hidden_reason", "created_at", "updated_at")
LANGUAGE_NAMES = {"en": _("English"), "fr": _("French"), "es": _("Spanish")}


def languages(*fields):
    """Return the fieldsets of translated fields, one per language."""
    return [
        (
            LANGUAGE_NAMES[code],
            {
                "fields": [f"{field}_{code}" for field in fields],
                "classes": [] if code == "en" else ["collapse"],
            },
        )
        for code in CONTENT_LANGUAGES
    ]


def links(records):
    """Return links to the admin pages of records, one per line."""
    lines = [
        (
            reverse(
                f"admin:{r._meta.app_label}_{r._meta.model_name}_change", args=[r.pk]
            ),
            r,
        )
        for r in records
    ]
    return format_html_join("", '<a href="{}">{}</a><br>', lines) or "–"


class VerifiedFilter(admin.SimpleListFilter):
    """Whether a person confirmed the record lately."""

    title = _("verification")
    parameter_name = "verified"

    def lookups(self, request, model_admin):
        return [
            ("never", _("Never verified")),
            ("old", _("Over a year ago")),
            ("recent", _("Within a year")),
        ]

    def queryset(self, request, queryset):
        year_ago = timezone.localdate() - datetime.timedelta(days=365)
        conditions = {
            "never": {"verified_on": None},
            "old": {"verified_on__lt": year_ago},
            "recent": {"verified_on__gte": year_ago},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class RecordAdmin(RecordFields, ImportExportModelAdmin, TranslationAdmin):
    form = RecordForm
    exclude = ("version",)
    actions = ("hide", "show_again", "verify")
    list_per_page = 50
    date_hierarchy = "updated_at"
    readonly_fields = PUBLICATION
    import_formats = export_formats = [CSV, XLSX]
    import_template_name = "admin/record_import.html"
    skip_admin_log = True
    change_form_template = "admin/record_change_form.html"
    object_history_template = "admin/record_history.html"
    # The field, or its language columns, from which a slug left empty is made.
    slug_source = "name_en"

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_fieldsets(self, request, obj=None):
        return [
            *super().get_fieldsets(request, obj),
            (
                _("Verification"),
                {"fields": ["verified_on", "verified_by", "verified_by_name"]},
            ),
            (_("Publication"), {"fields": PUBLICATION, "classes": ["collapse"]}),
            (_("This change"), {"fields": ["comment", "version"]}),
        ]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        fixed = ["slug"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": [self.slug_source]}

    def get_autocomplete_fields(self, request):
        return (*self.autocomplete_fields, "verified_by")

    def get_search_results(self, request, queryset, search_term):
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete":
            found = found.public()
        return found, duplicates

    def has_delete_permission(self, request, obj=None):
        return False

    # Saving through the door

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        args = (request, object_id, form_url, extra_context)
        try:
            return self._change_at_once(*args)
        except StaleRecord:
            # Somebody saved between the check and the claim: now the check sees it.
            return self._change_at_once(*args)

    def _change_at_once(self, request, *args):
        with transaction.atomic():
            response = super().changeform_view(request, *args)
            if request.method == "POST" and response.status_code != 302:
                # A refused form leaves nothing, an uploaded picture's row included.
                transaction.set_rollback(True)
        return response

    def render_change_form(self, request, context, **kwargs):
        response = super().render_change_form(request, context, **kwargs)
        if context["adminform"].form.stale:
            response.status_code = 409
        return response

    def save_model(self, request, obj, form, change):
        """Leave it to save_related, which knows whether anything changed at all."""

    def save_related(self, request, form, formsets, change):
        changed = form.has_changed() or any(f.has_changed() for f in formsets)
        if change and not changed:
            # Writes nothing; the admin's own log asks the formsets what they did.
            super().save_related(request, form, formsets, change)
            return
        record = form.instance
        before, dependents = set(), {}
        if change:
            before = self.ties(record)
            dependents = dependents_of(kind_of(record).key, [record.pk])
            record.claim(form.cleaned_data["version"])
        record.save()
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            _number_rows(formset)
        by = Attribution(request.user, comment=form.cleaned_data["comment"])
        also = self.tied(before ^ self.ties(record))
        conclude(record, by, also=also, before=dependents)

    def ties(self, record):
        """Return the relations to other records of the kind that they own too."""
        return set()

    def tied(self, ties):
        """Return the primary keys of the records whose data these relations change."""
        return set()

    # Actions

    @admin.action(description=_("Hide…"), permissions=["change"])
    def hide(self, request, queryset):
        """Ask for a reason, then take the records off the site."""
        reason = request.POST.get("reason", "").strip()[:300]
        if not reason:
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Hide"),
                "opts": self.opts,
                "records": queryset,
                "asked": "reason" in request.POST,
                "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/record_hide.html", context)
        shown = queryset.exclude(
            status__in=[Record.Status.HIDDEN, Record.Status.MERGED]
        )
        by = Attribution(request.user, comment=reason)
        self._each(request, shown, lambda record: hide(record, reason, by))
        return None

    @admin.action(description=_("Show again"), permissions=["change"])
    def show_again(self, request, queryset):
        by = Attribution(request.user, comment=gettext("Shown again"))
        hidden = queryset.filter(status=Record.Status.HIDDEN)
        self._each(request, hidden, lambda record: show(record, by))

    @admin.action(description=_("Mark as verified today"), permissions=["change"])
    def verify(self, request, queryset):
        today = timezone.localdate()

        def change(record):
            record.verified_by, record.verified_by_name = request.user, ""
            return Change(record, {"verified_on": today.isoformat()})

        done = queryset.filter(verified_on=today, verified_by=request.user)
        self._write(
            request, queryset.exclude(pk__in=done), change, gettext("Verified today")
        )

    def _write(self, request, queryset, change, comment):
        """Carry out change(record) of each record at once, and say how many."""
        changes = [change(record) for record in queryset]
        by = Attribution(request.user, comment=comment)
        self._tell(
            request, len(changes), lambda: write(kind_of(self.model), changes, by)
        )

    def _each(self, request, queryset, change):
        records = list(queryset)

        def change_all():
            for record in records:
                change(record)

        self._tell(request, len(records), change_all)

    def _tell(self, request, number, change):
        try:
            with transaction.atomic():
                change()
        except StaleRecord:
            text = _("Somebody saved one of these meanwhile: nothing is changed.")
            self.message_user(request, text, messages.ERROR)
            return
        text = ngettext("%(n)d record changed.", "%(n)d records changed.", number)
        self.message_user(request, text % {"n": number})

    # History

    def history_view(self, request, object_id, extra_context=None):
        """List the revisions of a record, with what each changed."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        revisions = Revision.objects.of(record).select_related("author")
        page = Paginator(revisions.order_by("-number"), 50).get_page(
            request.GET.get("p")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History: %s") % record,
            "object": record,
            "opts": self.opts,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "page": page,
            "entries": _entries(kind_of(record), revisions, list(page)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    # Tables

    def process_result(self, result, request):
        errors = [error.error for error in result.base_errors]
        errors += [row.error for row in result.invalid_rows]
        if not errors:
            return super().process_result(result, request)
        text = gettext("Nothing was imported: %s") % errors[0]
        self.message_user(request, text, messages.ERROR)
        return redirect("admin:{}_{}_import".format(*self.get_model_info()))


def _number_rows(formset):
    """Number the ordered rows of a record from 0 without gaps."""
    if not any(field.name == "position" for field in formset.model._meta.fields):
        return
    owner = {formset.fk.name: formset.instance}
    rows = list(formset.model._base_manager.filter(**owner).order_by("position", "pk"))
    moved = []
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            moved.append(row)
    formset.model._base_manager.bulk_update(moved, ["position"])


def _entries(kind, revisions, page):
    """Return [(revision, labels of what it changed)], the newest first."""
    older = None
    if page:
        older = revisions.filter(number__lt=page[-1].number).order_by("-number").first()
    befores = [revision.data for revision in page[1:]]
    befores.append(older.data if older else {})
    return [
        (revision, labels(kind, before, revision.data))
        for revision, before in zip(page, befores, strict=True)
    ]
