"""结转上年, and this year's target beside last year's."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from departments import access
from departments.models import Department
from perftargets.errors import CheckFailed, NotAllowed
from projects.access import get_target
from projects.models import BudgetYear
from projects.windows import check_window, closed_because

from . import carry, schemes, store
from .forms import CarryForm
from .services import changes_between


def choose(request: HttpRequest) -> HttpResponse:
    """Years and departments into which something can be carried over."""
    mine = access.allowed_at(request.user, access.EDIT, prefix="")
    departments = list(Department.objects.filter(mine))
    if not departments:
        raise NotAllowed("只有填报人可以结转上年的绩效目标。")
    choices = [
        (year, department, count, closed_because(year, department))
        for year in BudgetYear.objects.all()
        for department in departments
        if (count := len(carry.candidates(year, department)))
    ]
    return render(request, "targets/carry_choose.html", {"choices": choices})


def carry_over(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Last year's targets of a department, to be ticked."""
    into = get_object_or_404(BudgetYear, year=year)
    visible = access.allowed_at(request.user, access.VIEW, prefix="")
    department = get_object_or_404(Department.objects.filter(visible), code=code)
    if not access.may(request.user, access.EDIT, department):
        raise NotAllowed("只有本部门的填报人可以结转上年的绩效目标。")
    check_window(into, department)
    found = carry.candidates(into, department)
    form = CarryForm(
        request.POST or None,
        candidates=found,
        earlier=carry.last_targets(into, department),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = carry.carry_over(year=into, actor=request.user, **form.cleaned_data)
        except CheckFailed as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request,
                f"已结转 {len(made)} 份到{into}。金额已清空，日期已改为{into}："
                "请逐份打开核对、填写金额。",
            )
            return redirect(f"{reverse('targets')}?year={year}")
    context = {
        "form": form,
        "year": into,
        "department": department,
        "found": found,
        "scheme": schemes.scheme_change(found, into),
    }
    status = 422 if form.is_bound else 200
    return render(request, "targets/carry.html", context, status=status)


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs from last year, cell by cell."""
    target = get_target(request.user, pk)
    before = carry.last_year_of(target)
    if before is None:
        raise Http404("这份绩效目标没有上年的可以比较")
    changes = changes_between(store.load(before), store.load(target))
    context = {"target": target, "before": before, "changes": changes}
    return render(request, "targets/compare.html", context)
