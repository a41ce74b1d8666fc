import json

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.export import personal_data
from accounts.forms import LeavingForm, ProfileForm
from accounts.interrupted import kept
from accounts.leaving import leave
from accounts.naming import follow

# What everybody reads of a profile.
PUBLIC = {"display_name", "about"}


@never_cache
@login_required
def account(request):
    """The profile: what others see, and how the site writes to this person."""
    form = _profile(request)
    if form.is_valid():
        with transaction.atomic():
            form.save()
            if PUBLIC & set(form.changed_data):
                follow(request.user)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:account")
    if form.is_bound:
        # The rest of the page says what holds, not what was refused.
        request.user.refresh_from_db()
    context = {"form": form, "ban": request.user.ban}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/account.html", context, status=status)


def _profile(request):
    """Return the form of a profile; who is banned changes nothing that others see."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.user.is_banned:
        for name in PUBLIC:
            form.fields[name] = _closed(form.fields[name])
    return form


def _closed(field):
    return forms.CharField(
        label=field.label,
        widget=field.widget,
        help_text=_(
            "Your name and what you say about yourself stay as they are while you may "
            "not contribute."
        ),
        required=False,
        disabled=True,
    )


@never_cache
@login_required
@require_safe
def data(request):
    return render(request, "accounts/data.html")


@never_cache
@login_required
@require_safe
def download(request):
    """Give a person everything that the site holds about them, as one file."""
    text = json.dumps(
        personal_data(request.user),
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        indent=2,
    )
    name = f"ogp-toolbox-{request.user.username}.json"
    return HttpResponse(
        text,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@sensitive_post_parameters("password")
@never_cache
@login_required
def delete(request):
    form = LeavingForm(request.user, request.POST or None)
    if form.is_valid():
        user = request.user
        logout(request)
        leave(user)
        messages.success(request, _("Your account is deleted."))
        return redirect("pages:home")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/delete.html", {"form": form}, status=status)


@never_cache
@login_required
@require_safe
def resume(request, token):
    """What was sent before its author had to sign in, to be sent once more."""
    form = kept(request, token)
    if form is None:
        raise Http404
    return render(request, "accounts/resume.html", {"form": form})
