"""代办: who stands in for me, and for whom I stand in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from perftargets.errors import CheckFailed, NotAllowed

from . import access, services
from .forms import DelegationForm
from .models import Delegation


def delegation(request: HttpRequest) -> HttpResponse:
    """Both lists; POST hands over to a colleague."""
    mine = [p for p in access.posts(request.user) if access.is_delegable(p)]
    if not mine and not request.user.taken.exists():
        raise NotAllowed(services.NOTHING_TO_DELEGATE)
    form = DelegationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.delegate(principal=request.user, **form.cleaned_data)
        except CheckFailed as error:
            form.add_problems(error.problems)
        else:
            messages.success(
                request,
                f"已委托{made.deputy}，{made.starts_on} 至 {made.ends_on} 代您办理。",
            )
            return redirect("delegation")
    status = 422 if form.is_bound else 200
    context = {"form": form, "posts": mine, **_lists(request.user)}
    return render(request, "departments/delegation.html", context, status=status)


def _lists(user: Any) -> dict[str, Any]:
    return {
        "given": user.given.select_related("deputy"),
        "taken": user.taken.select_related("principal"),
        "today": timezone.localdate(),
    }


@require_POST
def end(request: HttpRequest, given: int) -> HttpResponse:
    """Before its last day."""
    # Those of others do not exist for this person.
    mine = Delegation.objects.filter(principal=request.user)
    found = get_object_or_404(mine, pk=given)
    try:
        services.end_delegation(delegation=found, actor=request.user)
    except CheckFailed as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, f"{found.deputy}不再代您办理。")
    return redirect("delegation")
