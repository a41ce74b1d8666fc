from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.paging import page_of
from revisions.models import Report
from revisions.moderation.forms import ReportAnswerForm, ReportFilterForm
from revisions.proposals.suspicion import labels
from revisions.reports import reviewing
from revisions.reports.about import subject_of
from revisions.views.moderators import moderators_only


@require_safe
@moderators_only
def reports(request):
    form = ReportFilterForm(request.GET)
    found = form.narrowed(Report.objects.all(), request.user)
    context = page_of(request, found) | {"form": form, "here": "reports"}
    return render(request, "revisions/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def reported(request, pk):
    """Show one report; answer it."""
    report = get_object_or_404(Report.objects.for_queue(), pk=pk)
    form = ReportAnswerForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            return _answer(request, report, form.cleaned_data)
        status = 422
    return render(
        request, "revisions/reported.html", _page(report, form), status=status
    )


def _page(report, form):
    alike = Report.objects.open().filter(kind=report.kind, object_id=report.object_id)
    return {
        "report": report,
        "subject": subject_of(report),
        "signs": labels(report.signals),
        "alike": alike.exclude(pk=report.pk)[:10],
        "form": form,
        "here": "reports",
    }


def _answer(request, report, data):
    try:
        reviewing.conclude(
            report,
            data["status"],
            request.user,
            reason=data["reason"],
            answer=data["answer"],
        )
    except reviewing.NotOpen:
        messages.warning(request, _("Somebody has answered it already."))
        return redirect("revisions:reported", report.pk)
    messages.success(request, _("The report is answered."))
    following = Report.objects.open().for_queue().first()
    if following:
        return redirect("revisions:reported", following.pk)
    return redirect("revisions:reports")


@require_POST
@moderators_only
def assign_report(request, pk):
    """Take a report, leave it to others, or open it again."""
    report = get_object_or_404(Report, pk=pk)
    act = request.POST.get("act", "")
    if act == "reopen":
        try:
            reviewing.reopen(report, request.user)
        except reviewing.NotOpen:
            messages.warning(request, _("It is open already."))
    else:
        mine = request.user if act == "take" else None
        Report.objects.open().filter(pk=pk).update(assignee=mine)
    return redirect("revisions:reported", pk)
