from django.shortcuts import render

from core.listing import list_records
from revisions.finding import find, follows_moves
from usecases.filters import UseCaseFilter
from usecases.models import UseCase
from usecases.use_case_page import use_case_page


def use_cases(request):
    records = UseCase.objects.public().for_cards()
    filterset = UseCaseFilter(request.GET, records)
    return list_records(request, filterset, "usecases/use_cases.html")


@follows_moves
def use_case(request, slug):
    record = find(UseCase.objects.public().for_page(), "use-case", slug)
    return render(request, "usecases/use_case.html", use_case_page(record))
