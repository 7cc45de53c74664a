"""填报模板, of a department and of one target."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from departments import access
from perftargets.errors import CheckFailed, NotAllowed
from projects.access import get_target

from . import handout, imports
from .forms_handout import TemplateForm
from .responses import workbook_response


def department_template(request: HttpRequest) -> HttpResponse:
    """What to put into it; then the file."""
    if not access.anywhere(request.user, access.IMPORT):
        raise NotAllowed(imports.NO_RIGHT)
    form = TemplateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            done = handout.template_of_department(
                actor=request.user, **form.cleaned_data
            )
        except CheckFailed as error:
            form.add_error(None, error.message)
        else:
            return workbook_response(done.file, done.name)
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/template.html", {"form": form}, status=status)


def target_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one target."""
    target = get_target(request.user, pk, access.EXPORT)
    done = handout.template_of(target=target, actor=request.user)
    return workbook_response(done.file, done.name)
