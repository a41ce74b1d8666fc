"""The form fields of records, and the rows that belong to a record, in the admin."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelectMultiple,
)
from django.db import models
from django.utils.text import capfirst
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline
from taggit.managers import TaggableManager

from core.models import Image
from core.uploads import PictureField
from revisions.admin.record_forms import LineField, MarkdownField, OrderedForm


class TagSelect(AutocompleteSelectMultiple):
    """Tags found while typing; what is no number is not looked up again."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [v for v in value if str(v).isdigit()], attr)


class RecordFields:
    """The form fields of what records and their rows are made of."""

    formfield_overrides = {
        models.SlugField: {},
        models.CharField: {"form_class": LineField, "widget": AdminTextInputWidget},
        models.TextField: {"form_class": MarkdownField, "widget": AdminTextareaWidget},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, TaggableManager):
            return self._tags_field(db_field)
        if db_field.is_relation and db_field.remote_field.model is Image:
            return PictureField(
                label=capfirst(db_field.verbose_name), required=not db_field.blank
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _tags_field(self, db_field):
        """Return a choice of the tags there are: nothing typed makes a new one."""
        tag = db_field.remote_field.through._meta.get_field("tag")
        return forms.ModelMultipleChoiceField(
            tag.remote_field.model._default_manager.all(),
            label=capfirst(db_field.verbose_name),
            required=not db_field.blank,
            widget=TagSelect(tag, self.admin_site),
        )


class Rows(RecordFields):
    """Rows that belong to a record, each named by what it points to."""

    extra = 0

    def get_queryset(self, request):
        pointers = [field.name for field in self.opts.fields if field.is_relation]
        return super().get_queryset(request).select_related(*pointers)

    def has_delete_permission(self, request, obj=None):
        # A row is a part of the record's text: who changes one takes it away too.
        return self.has_change_permission(request, obj)


class RowsInline(Rows, admin.TabularInline):
    pass


class TranslatedRowsInline(Rows, TranslationTabularInline):
    """Rows with an order and a text in each language."""

    form = OrderedForm


class PicturesInline(Rows, TranslationStackedInline):
    form = OrderedForm
    fields = ("image", "alt", "caption", "credit", "position")


class IdentifiersInline(RowsInline):
    fields = ("scheme", "value")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "scheme":
            return forms.ChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=[("", "---------"), *self.model.Scheme.choices],
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
