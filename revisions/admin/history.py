import json

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from core.kinds import all_kinds, kind as kind_named
from core.models import CatalogueVersion
from revisions.differences.changes import changed_keys, label
from revisions.models import Redirect, Revision


def kind_choices():
    return [
        ("", "---------"),
        *((kind.key, kind.model._meta.verbose_name) for kind in all_kinds()),
    ]


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return kind_choices()[1:]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class AuthorFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("people", _("People")), ("machines", _("Machines"))]

    def queryset(self, request, queryset):
        if self.value() in ("people", "machines"):
            return queryset.filter(author__isnull=self.value() == "machines")
        return queryset


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):
    """Recent changes, to read: a revision is written once and never changed."""

    list_display = (
        "created_at", "kind", "slug", "number", "author", "source", "comment",
    )  # fmt: skip
    list_filter = (KindFilter, AuthorFilter, "source")
    list_select_related = ("author",)
    list_per_page = 50
    search_fields = ("data__slug", "comment", "source", "author__username")
    date_hierarchy = "created_at"
    fields = (
        "record", "kind", "number", "author", "source", "comment", "created_at",
        "changes", "content",
    )  # fmt: skip
    readonly_fields = fields

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_queryset(self, request):
        revisions = super().get_queryset(request).annotate(slug=KT("data__slug"))
        if request.resolver_match.url_name == "revisions_revision_changelist":
            return revisions.defer("data")
        return revisions

    @admin.display(description=_("slug"))
    def slug(self, revision):
        return revision.slug

    @admin.display(description=_("record"))
    def record(self, revision):
        model = kind_named(revision.kind).model._meta
        url = reverse(
            f"admin:{model.app_label}_{model.model_name}_change",
            args=[revision.object_id],
        )
        return format_html('<a href="{}">{}</a>', url, revision.slug)

    @admin.display(description=_("what changed"))
    def changes(self, revision):
        """Show each changed key before and after, as a table."""
        kind = kind_named(revision.kind)
        earlier = Revision.objects.filter(
            kind=revision.kind,
            object_id=revision.object_id,
            number__lt=revision.number,
        ).first()
        before = earlier.data if earlier else {}
        rows = [
            (
                label(kind, key),
                readable(before.get(key)),
                readable(revision.data.get(key)),
            )
            for key in changed_keys(kind, before, revision.data)
        ]
        lines = format_html_join(
            "", "<tr><th scope=row>{}</th><td><pre>{}</pre><td><pre>{}</pre></tr>", rows
        )
        return format_html(
            '<table class="changes"><tr><th>{}<th>{}<th>{}</tr>{}</table>',
            _("field"), _("before"), _("after"), lines,
        )  # fmt: skip

    @admin.display(description=_("content"))
    def content(self, revision):
        return format_html('<pre class="content">{}</pre>', readable(revision.data))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def readable(value):
    """Return plain data as text for people."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=1)


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ("kind", "old", "new")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, choices=kind_choices
        )

    def clean(self):
        super().clean()
        kind_key = self.cleaned_data.get("kind")
        if not kind_key:
            return
        records = kind_named(kind_key).model._base_manager
        if records.filter(slug=self.cleaned_data.get("old")).exists():
            self.add_error("old", _("A page has this address now."))
        new = self.cleaned_data.get("new")
        if new and not records.filter(slug=new).exists():
            self.add_error("new", ValidationError(_("No page has this address.")))


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
    list_display = ("old", "new", "kind")
    list_filter = (KindFilter,)
    search_fields = ("old", "new")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        CatalogueVersion.bump({})

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        CatalogueVersion.bump({})

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        CatalogueVersion.bump({})
