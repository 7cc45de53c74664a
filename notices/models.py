"""A notice in the page, and the outbox of e-mail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

TEXT_LENGTH = 500
LINK_LENGTH = 200

# What a notice is about, as the list says it. A new kind is one row here.
KINDS = {
    "submitted": "待审核",
    "withdrawn": "撤回",
    "passed": "通过",
    "returned": "退回",
    "remark": "批注",
    "approved": "批复",
    "library": "指标库",
    "reminder": "截止提醒",
    "job": "后台任务",
}


def kind_choices() -> list[tuple[str, str]]:
    return list(KINDS.items())


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: Any) -> "NoticeQuerySet":
        """The user's own; nobody sees another's."""
        return self.filter(user=user.pk)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One sentence for one person, and the page that it is about.

    ``once`` is a key of what is told at most once, such as the reminder of a day. It
    is empty for what may be told again. Written by ``notices.services.notify`` only.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notices",
        verbose_name="用户",
    )
    kind = models.CharField("类型", max_length=20, choices=kind_choices)
    text = models.CharField("内容", max_length=TEXT_LENGTH)
    link = models.CharField("页面", max_length=LINK_LENGTH, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    once = models.CharField("只通知一次", max_length=100, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-pk"]
        indexes = [
            # The number in the menu is asked for by every page.
            models.Index(
                fields=["user"],
                condition=Q(read_at__isnull=True),
                name="unread_notices_of_a_user",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "once"],
                condition=~Q(once=""),
                name="notice_is_given_once",
            ),
            # Opening a notice leads there: it must be a page of ours.
            models.CheckConstraint(
                condition=Q(link="")
                | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="notice_leads_to_a_page_of_this_site",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_unread(self) -> bool:
        return self.read_at is None


class MailQuerySet(models.QuerySet["Mail"]):
    def unclaimed(self) -> "MailQuerySet":
        """Not gone out, and in no living sender's hands."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=timezone.now())
        return self.filter(free, sent_at__isnull=True)

    def due(self, by: datetime) -> "MailQuerySet":
        return self.unclaimed().filter(next_try_at__lte=by)

    def given_up(self) -> "MailQuerySet":
        return self.filter(sent_at__isnull=True, next_try_at__isnull=True)


class Mail(models.Model):
    """One e-mail, kept until it has gone out.

    Without ``next_try_at`` it was sent or, if ``sent_at`` is empty too, given up. A
    sender claims it until ``claimed_until``; a sender that was killed says nothing
    more, and then the claim ends by itself.
    """

    to = models.CharField("收件人", max_length=254)
    subject = models.CharField("主题", max_length=200)
    body = models.TextField("正文")
    created_at = models.DateTimeField("生成时间", auto_now_add=True)
    next_try_at = models.DateTimeField(
        "下次发送", null=True, blank=True, default=timezone.now
    )
    claimed_until = models.DateTimeField("正在发送，至", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    error = models.TextField("未发出的原因", blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "邮件"
        verbose_name_plural = "邮件"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True),
                name="mail_to_be_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to} {self.subject}"

    @property
    def state(self) -> str:
        if self.sent_at:
            return "已发出"
        if self.next_try_at is None:
            return "已放弃"
        return "等待重试" if self.error else "等待发送"
