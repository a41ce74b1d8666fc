from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.models import Image
from core.templatetags.records import image_url

admin.site.site_header = admin.site.site_title = _("OGP Toolbox: moderation")


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """The pictures there are; they come and go with the records that show them."""

    list_display = ("preview", "file_name", "format", "width", "height", "created_at")
    list_display_links = ("preview", "file_name")
    list_filter = ("format",)
    search_fields = ("sha256",)
    date_hierarchy = "created_at"
    readonly_fields = ("preview", "sha256", "format", "width", "height", "created_at")
    fields = readonly_fields

    class Media:
        css = {"all": ["css/admin.css"]}

    @admin.display(description=_("picture"))
    def preview(self, image):
        address = image_url(image, 96)
        return format_html('<img class="picture-preview" src="{}" alt="">', address)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
