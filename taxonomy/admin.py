from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from taggit.admin import Tag as OtherTag

from core.languages import columns
from revisions.admin.record_forms import RecordForm
from revisions.admin.records import RecordAdmin, VerifiedFilter, languages
from revisions.tables import resource
from taxonomy.models import Tag

# taggit's own tags, which nothing here uses.
admin.site.unregister(OtherTag)


class TagFilter(admin.SimpleListFilter):
    """The records that carry a tag."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request, model_admin):
        tags = Tag.objects.public().only("slug", "sort_name", *columns("label"))
        return [(tag.slug, tag.display_name) for tag in tags]

    def queryset(self, request, queryset):
        if self.value():
            return queryset.filter(tagged__tag__slug=self.value())
        return queryset


class TagForm(RecordForm):
    named = "label"

    def clean(self):
        super().clean()
        parent = self.cleaned_data.get("parent")
        if parent is None:
            return
        if parent.parent_id:
            self.add_error("parent", _("This tag has a parent itself."))
        if parent.kind != self.cleaned_data.get("kind"):
            self.add_error("parent", _("This tag is of the other kind."))
        if self.instance.pk and self.instance.children.exists():
            self.add_error("parent", _("A tag that has others under it has no parent."))


def number_tagged(relation):
    """Return the number of records that carry a tag, through such a relation."""
    rows = Tag._meta.get_field(relation).related_model._base_manager
    mine = rows.filter(tag=OuterRef("pk")).order_by().values("tag")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)


@admin.register(Tag)
class TagAdmin(RecordAdmin):
    form = TagForm
    resource_classes = [resource("tag")]
    slug_source = "label_en"
    list_display = (
        "display_name", "slug", "kind", "parent", "tool_count", "use_case_count",
        "status", "verified_on",
    )  # fmt: skip
    list_filter = ("kind", "status", VerifiedFilter)
    list_select_related = ("parent",)
    search_fields = ("slug", *columns("label"))
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ["kind", "slug", "parent"]}),
        *languages("label", "description", "synonyms"),
        (_("Sources"), {"fields": ["sources"]}),
    )

    def get_queryset(self, request):
        tags = super().get_queryset(request)
        return tags.annotate(
            tool_count=number_tagged("tagged_tools"),
            use_case_count=number_tagged("tagged_use_cases"),
        )

    @admin.display(description=_("label"), ordering="sort_name")
    def display_name(self, tag):
        return tag.display_name

    @admin.display(description=_("tools"), ordering="tool_count")
    def tool_count(self, tag):
        return tag.tool_count

    @admin.display(description=_("use cases"), ordering="use_case_count")
    def use_case_count(self, tag):
        return tag.use_case_count
