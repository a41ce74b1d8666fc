from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from catalogue.models import (
    Collection,
    CollectionItem,
    Role,
    Screenshot,
    Tool,
    ToolIdentifier,
    ToolRelation,
    ToolValue,
)
from core.choices import Audience, Hosting, Platform
from core.forms import LinesField
from core.languages import columns
from revisions.admin.record_forms import ChoicesField, RecordForm
from revisions.admin.records import RecordAdmin, VerifiedFilter, languages, links
from revisions.admin.rows import (
    IdentifiersInline,
    PicturesInline,
    RowsInline,
    TranslatedRowsInline,
)
from revisions.editing import Change
from revisions.tables import resource
from taxonomy.admin import TagFilter

Field = ToolValue.Field


class ToolForm(RecordForm):
    programming_languages = LinesField(
        label=capfirst(Field.PROGRAMMING_LANGUAGE.label),
        required=False,
        help_text=_("One per line: Python, C++."),
    )
    platforms = ChoicesField(Field.PLATFORM, Platform)
    interface_languages = LinesField(
        label=capfirst(Field.INTERFACE_LANGUAGE.label),
        required=False,
        help_text=_("BCP 47 tags, one per line: en, pt-BR."),
    )
    hosting = ChoicesField(Field.HOSTING, Hosting)
    audience = ChoicesField(Field.AUDIENCE, Audience)


class RelationForm(forms.ModelForm):
    """A relation of the tool; a symmetric one is stored once, the older tool first."""

    def clean(self):
        super().clean()
        pair = {self._pk("tool"), self._pk("other")}
        if len(pair) == 1:
            raise ValidationError(_("A tool cannot relate to itself."))
        if None not in pair and self._is_there(pair):
            raise ValidationError(_("This relation is there already."))

    def _pk(self, end):
        tool = self.cleaned_data.get(end)
        return tool.pk if tool else getattr(self.instance, f"{end}_id")

    def _is_there(self, pair):
        ends = Q(tool=self._pk("tool"), other=self._pk("other"))
        relation = self.cleaned_data.get("type")
        if relation in ToolRelation.SYMMETRIC:
            ends = Q(tool=min(pair), other=max(pair))
        same = ToolRelation.objects.filter(ends, type=relation)
        return same.exclude(pk=self.instance.pk).exists()

    def _get_validation_exclusions(self):
        # The rules on the pair's order are for after save() has put it in order.
        return {*super()._get_validation_exclusions(), "tool", "other"}


class RelationsInline(RowsInline):
    """What the tool says of others."""

    model = ToolRelation
    form = RelationForm
    fk_name = "tool"
    fields = ("type", "other")
    autocomplete_fields = ("other",)
    verbose_name_plural = _("relations to other tools")


class ReverseRelationsInline(RowsInline):
    """What others say of the tool, and symmetric relations to older tools."""

    model = ToolRelation
    form = RelationForm
    fk_name = "other"
    fields = ("tool", "type")
    autocomplete_fields = ("tool",)
    verbose_name_plural = _("relations of other tools to this one")

    def has_add_permission(self, request, obj=None):
        return False


class RolesInline(RowsInline):
    model = Role
    fields = ("role", "organization")
    autocomplete_fields = ("organization",)


class ToolIdentifiersInline(IdentifiersInline):
    model = ToolIdentifier


class ScreenshotsInline(PicturesInline):
    model = Screenshot


@admin.register(Tool)
class ToolAdmin(RecordAdmin):
    form = ToolForm
    resource_classes = [resource("tool")]
    slug_source = "name"
    list_display = (
        "name", "slug", "kind", "licence", "activity", "use_case_count", "status",
        "verified_on", "updated_at",
    )  # fmt: skip
    list_filter = (
        "status", "kind", "activity", "licence_family", "pricing", VerifiedFilter,
        TagFilter,
    )  # fmt: skip
    search_fields = ("name", "slug", *columns("summary"), "website", "source_code")
    autocomplete_fields = ("successor",)
    readonly_fields = (*RecordAdmin.readonly_fields, "used_in", "listed_in")
    inlines = (
        RolesInline, RelationsInline, ReverseRelationsInline, ToolIdentifiersInline,
        ScreenshotsInline,
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ["name", "slug", "aliases", "kind", "tags", "logo"]}),
        *languages("summary", "description"),
        (_("Links"), {"fields": [*Tool.LINKS, "sources"]}),
        (
            _("Technical"),
            {
                "fields": [
                    "licence", "programming_languages", "platforms",
                    "interface_languages", "hosting", "audience", "pricing",
                ]
            },
        ),
        (
            _("Life"),
            {
                "fields": [
                    "first_release", "latest_version", "latest_version_date",
                    "activity", *columns("activity_reason"), "successor",
                ]
            },
        ),
        (
            _("Tied to it"),
            {"fields": ["used_in", "listed_in"], "classes": ["collapse"]},
        ),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_use_case_count()

    def ties(self, tool):
        relations = ToolRelation.objects.of(tool)
        return set(relations.values_list("tool", "other", "type"))

    def tied(self, ties):
        tools = {tool for tool, _other, _type in ties}
        return tools | {
            other for _, other, type in ties if type in ToolRelation.SYMMETRIC
        }

    @admin.display(description=_("use cases"), ordering="use_case_count")
    def use_case_count(self, tool):
        return tool.use_case_count

    @admin.display(description=_("use cases"))
    def used_in(self, tool):
        return links(tool.use_cases.all())

    @admin.display(description=_("collections"))
    def listed_in(self, tool):
        return links(tool.collections.all())


class ItemsInline(TranslatedRowsInline):
    model = CollectionItem
    fields = ("position", "tool", "note")
    autocomplete_fields = ("tool",)


@admin.register(Collection)
class CollectionAdmin(RecordAdmin):
    resource_classes = [resource("collection")]
    actions = (*RecordAdmin.actions, "feature", "unfeature")
    list_display = (
        "display_name", "slug", "curated_by", "tool_count", "featured", "status",
        "verified_on", "updated_at",
    )  # fmt: skip
    list_filter = ("status", "featured", VerifiedFilter)
    list_select_related = ("curator", "curator_organization")
    search_fields = ("slug", *columns("name"), "curator_name")
    autocomplete_fields = ("curator", "curator_organization", "co_editors")
    inlines = (ItemsInline,)
    fieldsets = (
        (None, {"fields": ["slug", "featured", "cover", "sources"]}),
        *languages("name", "description"),
        (
            _("Curator"),
            {
                "fields": [
                    "curator", "curator_name", "curator_organization", "co_editors",
                ]
            },
        ),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_tool_count()

    @admin.display(description=_("name"), ordering="sort_name")
    def display_name(self, collection):
        return collection.display_name

    @admin.display(description=_("curator"))
    def curated_by(self, collection):
        return collection.curator_organization or collection.curator_display_name

    @admin.display(description=_("tools"), ordering="tool_count")
    def tool_count(self, collection):
        return collection.tool_count

    @admin.action(description=_("Feature on the home page"), permissions=["change"])
    def feature(self, request, queryset):
        self._write(
            request,
            queryset.filter(featured=False),
            lambda collection: Change(collection, {"featured": True}),
            gettext("Featured"),
        )

    @admin.action(description=_("Do not feature any more"), permissions=["change"])
    def unfeature(self, request, queryset):
        self._write(
            request,
            queryset.filter(featured=True),
            lambda collection: Change(collection, {"featured": None}),
            gettext("Not featured any more"),
        )
