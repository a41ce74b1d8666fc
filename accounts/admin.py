from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import Ban, User
from accounts.naming import follow

# One page to sign in, for the admin as well.
admin.site.login = secure_admin_login(admin.site.login)
# What people may do follows from their role alone.
admin.site.unregister(Group)


class EmailAddressesInline(admin.TabularInline):
    model = EmailAddress
    fields = ("email", "verified", "primary")
    extra = 0


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = (
        "username", "display_name", "email", "role", "is_active", "date_joined",
        "last_login",
    )  # fmt: skip
    list_filter = ("role", "is_active", "language")
    search_fields = ("username", "display_name", "email")
    date_hierarchy = "date_joined"
    filter_horizontal = ()
    readonly_fields = ("trusted_at", "trusted_by", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            _("Person"),
            {"fields": ("display_name", "about", "email", "language", "notify")},
        ),
        (_("Rights"), {"fields": ("role", "is_active", "trusted_at", "trusted_by")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        *DjangoUserAdmin.add_fieldsets,
        (_("Person"), {"fields": ("display_name", "email", "role")}),
    )

    def get_inlines(self, request, obj):
        return [EmailAddressesInline] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "display_name" in form.changed_data:
            follow(obj)


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin):
    """The bans, to read: the pages of moderation decide, and keep the public log."""

    list_display = ("__str__", "reason", "created_at", "until", "by")
    list_select_related = ("user", "by")
    search_fields = ("user__username", "user__display_name", "email", "reason")
    date_hierarchy = "created_at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
