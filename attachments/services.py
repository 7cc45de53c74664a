"""Adding, removing and handing out the files of a target.

All of it is done under the lock of the target's row, which a submission takes too: what
was there when the target was submitted is known for certain.
"""

from functools import partial
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from audit.services import record
from perftargets.errors import BadFile, CheckFailed, Missing, NotAllowed
from projects.models import Target
from projects.windows import check_target_window

from . import kinds, names, storage
from .models import Attachment


def check_open(target: Target) -> None:
    """``NotAllowed`` while the target is under review or approved, or outside the
    year's filling window."""
    if not target.is_editable:
        raise NotAllowed(f"“{target}”现在是“{target.standing}”，不能增减依据材料。")
    check_target_window(target)


def add(*, target: Target, actor: Any, content: File) -> Attachment:
    """Keep an uploaded file under its cleaned name.

    ``BadFile`` if it is too large or not what may be kept; ``CheckFailed`` if it is
    there already or there are too many; ``NotAllowed`` as :func:`check_open`. The
    messages do not name the file. Never inside another transaction: whether the file
    stays on the disk is decided when this one ends.
    """
    if content.size > settings.ATTACHMENT_BYTES:
        limit = settings.ATTACHMENT_BYTES // 1024**2
        raise BadFile(f"超过 {limit} MB。请压缩或拆成几个文件后再上传。")
    kind = kinds.recognise(content)
    stored, sha256 = storage.write(content)
    try:
        with transaction.atomic(durable=True):
            target = _locked(target)
            _check_room(target, sha256)
            attachment = Attachment.objects.create(
                target=target,
                name=names.named_as(names.clean(content.name or ""), kind),
                kind=kind.id,
                size=content.size,
                sha256=sha256,
                stored=stored,
                uploaded_by=actor,
            )
            _record(attachment, actor, "attach")
    except BaseException:
        storage.delete(stored)
        raise
    return attachment


def remove(*, attachment: Attachment, actor: Any) -> bool:
    """Take a file off the list; for good, if it was never submitted.

    ``False`` if it is off the list already; ``NotAllowed`` as :func:`check_open`.
    """
    with transaction.atomic():
        target = _locked(attachment.target)
        found = target.attachments.current().filter(pk=attachment.pk).first()
        if found is None:
            return False
        _record(found, actor, "detach")
        if found.submitted:
            found.removed_by, found.removed_at = actor, timezone.now()
            found.save(update_fields=["removed_by", "removed_at"])
        else:
            found.delete()
            transaction.on_commit(partial(storage.delete, found.stored))
    return True


def hand_out(*, attachment: Attachment, actor: Any) -> BinaryIO:
    """The open file, and a line in the record.

    ``Missing`` if it is not on the disk, or no longer as it was uploaded.
    """
    try:
        file, sha256 = storage.read(attachment.stored)
    except FileNotFoundError:
        raise Missing(
            f"“{attachment}”在服务器上找不到了。请联系管理员从备份恢复，或重新上传。"
        ) from None
    if sha256 != attachment.sha256:
        file.close()
        raise Missing(
            f"“{attachment}”在服务器上的内容与上传时不同，不能再作依据。"
            "请联系管理员从备份恢复，或重新上传。"
        )
    _record(attachment, actor, "download")
    return file


def keep_as_evidence(target: Target) -> None:
    """At a submission: what is on the list now can no longer vanish."""
    target.attachments.current().update(submitted=True)


def _locked(target: Target) -> Target:
    """The target as it is now, nobody else's until the transaction ends."""
    target = (
        Target.objects.select_for_update(of=("self",)).with_names().get(pk=target.pk)
    )
    check_open(target)
    return target


def _check_room(target: Target, sha256: str) -> None:
    same = target.attachments.current().filter(sha256=sha256).first()
    if same is not None:
        raise CheckFailed(f"与已上传的“{same}”内容完全相同，不用再传。")
    if target.attachments.current().count() >= settings.ATTACHMENT_COUNT:
        raise CheckFailed(
            f"已有 {settings.ATTACHMENT_COUNT} 个依据材料，不能再多。"
            "请移除不需要的，或把几个文件合成一个。"
        )


def _record(attachment: Attachment, actor: Any, action: str) -> None:
    target = attachment.target
    record(
        actor=actor,
        action=action,
        subject=target.subject,
        subject_name=str(target),
        detail={"file": attachment.name, "sha256": attachment.sha256},
    )
