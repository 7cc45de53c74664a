"""Uploading, removing and downloading basis documents."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from departments import access
from perftargets.errors import Missing, PerfTargetsError
from projects.access import get_target
from projects.models import Target

from . import kinds, names, services
from .models import Attachment

# Messages with this tag are shown in the section and not above the page.
PLACE = "attachments"


@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Every good file of an upload is kept, and every bad one told with its reason."""
    target = get_target(request.user, pk, access.EDIT)
    services.check_open(target)
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, "还没有选择文件。请先选择，再按“上传”。", PLACE)
    kept = []
    for content in files:
        name = names.clean(content.name)
        try:
            attachment = services.add(
                target=target, actor=request.user, content=content
            )
        except PerfTargetsError as error:
            messages.error(request, f"“{name}”没有上传：{error.message}", PLACE)
        else:
            kept.append(attachment)
            _tell_new_name(request, name, attachment)
    if kept:
        listed = "、".join(f"“{attachment}”" for attachment in kept)
        messages.success(request, f"已上传 {len(kept)} 个文件：{listed}。", PLACE)
    return _section_of(target)


def _tell_new_name(request: HttpRequest, name: str, attachment: Attachment) -> None:
    kind = kinds.KINDS[attachment.kind]
    if not names.fits(name, kind):
        text = f"“{name}”的内容是 {kind.name}，扩展名不对，已存为“{attachment}”。"
        messages.warning(request, f"{text}如果选错了文件，请移除后重新上传。", PLACE)


@require_POST
def detach(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Off the list."""
    target = get_target(request.user, pk, access.EDIT)
    found = target.attachments.filter(pk=attachment).first()
    if found is None or not services.remove(attachment=found, actor=request.user):
        messages.warning(request, "这个文件已经不在列表里了。", PLACE)
    else:
        messages.success(request, f"已移除“{found}”。", PLACE)
    return _section_of(target)


@require_GET
def download(request: HttpRequest, pk: int, attachment: int) -> FileResponse:
    """The file as it was uploaded, to be saved and never to be run in the browser."""
    target = get_target(request.user, pk)
    found = target.attachments.filter(pk=attachment).first()
    if found is None:
        raise Missing("没有这个依据材料，可能已经被移除。请回到绩效目标刷新页面。")
    response = FileResponse(
        services.hand_out(attachment=found, actor=request.user),
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response


def _section_of(target: Target) -> HttpResponse:
    return redirect(f"{reverse('target', args=[target.pk])}#attachments")
