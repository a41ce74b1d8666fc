"""Quick ways in: something is wrong, it is still right, yes I sent that."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import is_moderator, is_trusted
from core.languages import current_language
from core.models import StaleRecord
from core.rates import address, allow
from core.text import CONTROL
from revisions.finding import Moved, find
from revisions.models import Proposal, Revision
from revisions.reports.reporting import (
    ReportForm,
    Subject,
    VisitorReportForm,
    report as keep_report,
    subject_of,
)
from revisions.rights import may_contribute
from revisions.verifying import may_verify, verify
from revisions.visitors import confirming, signing
from revisions.visitors.forms import fitting

PAGE = require_http_methods(["GET", "HEAD", "POST"])
AN_HOUR, A_DAY = 60 * 60, 24 * 60 * 60
# Reports of one visitor and of one account in an hour.
VISITOR_REPORTS, REPORTS = 10, 30
# Verifications of one account in a day.
VERIFICATIONS, TRUSTED_VERIFICATIONS = 30, 300


@PAGE
def report(request, kind, slug):
    """Something is wrong with a record, or with one of its revisions."""
    try:
        record = find(kind.model.objects.visible_to(request.user), kind.key, slug)
    except Moved as moved:
        return redirect("revisions:report", kind, moved.slug, permanent=True)
    number = _number(request.GET.get("revision", ""))
    if number and not Revision.objects.of(record).filter(number=number).exists():
        raise Http404
    return _report(request, subject_of(kind, record, number))


def _number(typed):
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


@PAGE
def report_proposal(request, pk):
    """Something is wrong with a proposal: for those who may see it."""
    proposal = get_object_or_404(Proposal, pk=pk)
    mine = request.user.is_authenticated and proposal.author_id == request.user.pk
    if not mine and not is_moderator(request.user):
        raise Http404
    url = proposal.get_absolute_url()
    return _report(request, Subject("proposal", proposal.pk, proposal.title, url))


@PAGE
def report_person(request, username):
    """Something is wrong with what a person writes or says of themselves."""
    # PostgreSQL does not look for what it cannot store.
    if CONTROL.search(username):
        raise Http404
    person = get_object_or_404(get_user_model(), username=username, is_active=True)
    url = reverse("pages:contributor", args=[username])
    return _report(request, Subject("user", person.pk, person.public_name, url))


def _report(request, subject):
    if not may_contribute(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    initial = {"key": request.GET.get("field", "")}
    form = fitting(
        ReportForm, VisitorReportForm, request.user, data,
        subject=subject, initial=initial,
    )  # fmt: skip
    if not form.is_valid():
        return _report_page(request, subject, form, 422 if form.is_bound else 200)
    if not _may_report(request):
        form.add_error(None, _("That is enough for now. Please go on in an hour."))
        return _report_page(request, subject, form, 429)
    return _keep(request, subject, form)


def _may_report(request):
    if request.user.is_authenticated:
        return allow("report", request.user.pk, REPORTS, AN_HOUR)
    return allow("report", address(request), VISITOR_REPORTS, AN_HOUR)


def _report_page(request, subject, form, status):
    context = {"subject": subject, "form": form, "section": subject.kind}
    return render(request, "revisions/report.html", context, status=status)


def _keep(request, subject, form):
    author = request.user if request.user.is_authenticated else None
    made = keep_report(
        subject, form.cleaned_data, author=author, language=current_language()
    )
    if author is None:
        confirming.ask(made)
        return redirect("revisions:asked")
    messages.success(request, _("Thank you. A moderator looks at it."))
    return redirect(subject.url)


@PAGE
def still_right(request, kind, slug):
    """A person who knows confirms a record; visitors sign in first and come back."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        record = find(kind.model.objects.visible_to(request.user), kind.key, slug)
    except Moved as moved:
        return redirect("revisions:still-right", kind, moved.slug, permanent=True)
    if not may_verify(request.user, kind, record):
        raise PermissionDenied
    if request.method != "POST":
        return _verify_page(request, kind, record)
    return _verify(request, kind, record)


def _verify(request, kind, record):
    most = TRUSTED_VERIFICATIONS if is_trusted(request.user) else VERIFICATIONS
    if not allow("verify", request.user.pk, most, A_DAY):
        return _verify_page(request, kind, record, status=429)
    base = _number(request.POST.get("version", "")) or record.version
    try:
        verify(record, request.user, base=base)
    except StaleRecord:
        record = kind.model._base_manager.get(pk=record.pk)
        return _verify_page(request, kind, record, status=409)
    messages.success(request, _("Thank you. It is marked as confirmed today."))
    return redirect(record)


def _verify_page(request, kind, record, *, status=200):
    context = {"record": record, "kind": kind, "section": kind.key, "status": status}
    return render(request, "revisions/still_right.html", context, status=status)


@require_safe
def asked(request):
    """Tell a visitor that an e-mail is on its way."""
    days = {"days": confirming.KEPT_DAYS}
    return render(request, "revisions/asked.html", days)


@PAGE
def confirm(request, token):
    """A visitor confirms what they sent in by the link in an e-mail."""
    try:
        references, is_late = signing.confirmed(token)
    except BadSignature:
        raise Http404 from None
    found = confirming.contributions_of(references)
    waits = [sent for sent in found if not confirming.is_confirmed(sent)]
    if not found or (waits and is_late):
        return render(request, "revisions/confirm_late.html", status=410)
    if request.method == "POST":
        return _confirm(request, token, found)
    context = {"found": _linked(found), "waits": waits}
    return render(request, "revisions/confirm.html", context)


def _confirm(request, token, found):
    try:
        confirming.confirm(found, request.user)
    except confirming.Banned:
        raise PermissionDenied from None
    return redirect("revisions:confirm", token)


def _linked(found):
    """Return [(what was sent in, where one sees what becomes of it, or "")]."""
    return [(sent, _page_of(sent)) for sent in found]


def _page_of(sent):
    if not isinstance(sent, Proposal) or not confirming.is_confirmed(sent):
        return ""
    return f"{sent.get_absolute_url()}?token={signing.token(sent)}"
