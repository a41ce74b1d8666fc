from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_countries.filters import CountryFilter

from core.choices import Audience
from core.languages import columns
from revisions.admin.record_forms import ChoicesField, RecordForm
from revisions.admin.records import RecordAdmin, VerifiedFilter, languages
from revisions.admin.rows import PicturesInline, RowsInline, TranslatedRowsInline
from revisions.tables import resource
from taxonomy.admin import TagFilter
from usecases.models import (
    Participation,
    UseCase,
    UseCasePicture,
    UseCaseTool,
    UseCaseValue,
)


class UseCaseForm(RecordForm):
    audience = ChoicesField(UseCaseValue.Field.AUDIENCE, Audience)

    def clean(self):
        super().clean()
        place = [self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude")]
        # A database takes a comparison with NULL for true.
        if place.count(None) == 1:
            self.add_error(
                "latitude", _("Write both coordinates, in degrees, or none.")
            )


class ToolsInline(TranslatedRowsInline):
    model = UseCaseTool
    fields = ("position", "tool", "used_for")
    autocomplete_fields = ("tool",)


class ParticipationsInline(RowsInline):
    model = Participation
    fields = ("organization", "role")
    autocomplete_fields = ("organization",)


class UseCasePicturesInline(PicturesInline):
    model = UseCasePicture


@admin.register(UseCase)
class UseCaseAdmin(RecordAdmin):
    form = UseCaseForm
    resource_classes = [resource("use-case")]
    list_display = (
        "display_name", "slug", "country", "city", "level", "started", "running",
        "status", "verified_on", "updated_at",
    )  # fmt: skip
    list_filter = (
        "status", "level", "running", ("country", CountryFilter), VerifiedFilter,
        TagFilter,
    )  # fmt: skip
    search_fields = ("slug", *columns("name"), "city")
    inlines = (ToolsInline, ParticipationsInline, UseCasePicturesInline)
    fieldsets = (
        (None, {"fields": ["slug", "tags", "url", "evidence", "sources"]}),
        *languages("name", "summary", "description", "outcome", "difficulties"),
        (
            _("Where and when"),
            {
                "fields": [
                    "country", "city", ("latitude", "longitude"), "level",
                    ("started", "ended"), "running",
                ]
            },
        ),
        (
            _("How large"),
            {"fields": ["audience", "participant_count", "budget", "staff"]},
        ),
    )  # fmt: skip

    @admin.display(description=_("name"), ordering="sort_name")
    def display_name(self, use_case):
        return use_case.display_name
