from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from catalogue.models import Tool
from core.languages import current_language
from core.listing import list_records, wants_results_alone
from core.rates import address, allow
from revisions.finding import find, follows_moves
from revisions.rights import may_contribute
from revisions.visitors import confirming
from usecases import telling
from usecases.filters import UseCaseFilter
from usecases.map_page import map_page
from usecases.models import UseCase
from usecases.use_case_page import use_case_page


def use_cases(request):
    filterset = UseCaseFilter(request.GET)
    return list_records(request, filterset, "usecases/use_cases.html")


def use_case_map(request):
    context = map_page(request)
    whole = not wants_results_alone(request)
    template = "usecases/map.html" if whole else context["results_template"]
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@follows_moves
def use_case(request, slug):
    record = find(UseCase.objects.public().for_page(), "use-case", slug)
    return render(request, "usecases/use_case.html", use_case_page(record))


# Use cases that a visitor and an account may tell in an hour.
VISITOR_TELLS, TELLS, AN_HOUR = 10, 30, 60 * 60


@follows_moves
def i_use_it(request, slug):
    """Four fields that make a use case of a tool."""
    tool = find(Tool.objects.public().select_related("logo"), "tool", slug)
    if not may_contribute(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = telling.tell_form(request.user, data)
    if not form.is_valid():
        return tell_page(request, tool, form, 422 if form.is_bound else 200)
    before = telling.told_before(tool, form.known)
    if before and "sure" not in request.POST:
        return tell_page(request, tool, form, 422, before=before)
    if not may_tell(request):
        form.add_error(None, _("That is enough for now. Please go on in an hour."))
        return tell_page(request, tool, form, 429)
    return told(request, telling.tell(tool, form, request.user, current_language()))


def may_tell(request):
    if request.user.is_authenticated:
        return allow("tell", request.user.pk, TELLS, AN_HOUR)
    return allow("tell", address(request), VISITOR_TELLS, AN_HOUR)


def tell_page(request, tool, form, status, **more):
    context = {"section": "use-case", "tool": tool, "form": form, **more}
    return render(request, "usecases/i_use_it.html", context, status=status)


def told(request, outcomes):
    """Lead on to the use case, to the proposal, or to the e-mail."""
    last = outcomes[-1]
    if last.proposal is None:
        messages.success(request, _("Thank you. Your use case is public."))
        return redirect(last.record)
    if not request.user.is_authenticated:
        confirming.ask(*(outcome.proposal for outcome in outcomes))
        return redirect("revisions:asked")
    messages.success(request, _("Thank you. A moderator looks at it before it shows."))
    return redirect(last.proposal)
