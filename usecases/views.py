from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from core.listing import list_records, wants_results_alone
from revisions.finding import find, follows_moves
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
