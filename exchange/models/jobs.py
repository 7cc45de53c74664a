"""Work that takes too long for a request."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# A run whose last sign of life is older has lost its job to the next one.
SILENT = timedelta(seconds=30)
# A worker that was not heard of for so long is gone.
GONE = timedelta(seconds=30)
# A job that has waited for less may just be on its way.
SOON = timedelta(seconds=20)


class JobState(models.TextChoices):
    WAITING = "waiting", "等待中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


OPEN = (JobState.WAITING, JobState.RUNNING)


def forsaken(now: datetime) -> Q:
    """Jobs whose run was not heard of: its worker was killed. Not a subquery: where two
    claim at once, PostgreSQL asks the loser's condition again, but of the row alone."""
    return Q(state=JobState.RUNNING, heartbeat__lt=now - SILENT)


def free(now: datetime) -> Q:
    """Jobs that may be claimed."""
    return Q(state=JobState.WAITING) | forsaken(now)


class JobQuerySet(models.QuerySet[Any]):
    def of(self, user: Any) -> "JobQuerySet":
        """The user's own; nobody sees another's."""
        return self.filter(user=user.pk)

    def open(self) -> "JobQuerySet":
        return self.filter(state__in=OPEN)


class Job(models.Model):
    """One piece of work for one person. A kind of work is a subclass with the columns
    that it needs, and says in ``WORK`` which function does it: it is given the job and
    its :class:`exchange.jobs.Run`.

    All but a subclass's own columns is written by :mod:`exchange.jobs` only. A run has
    the job while ``token`` is its own: each claim writes a new one. ``tries`` counts
    the claims, except those that ended in good order.
    """

    WORK = ""
    NOUN = ""  # what is done, as the notice says it: 导出
    UNIT = "份"  # what is counted

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="用户"
    )
    state = models.CharField(
        "状态", max_length=10, choices=JobState, default=JobState.WAITING
    )
    done = models.PositiveIntegerField("完成数", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    queued_at = models.DateTimeField("排队时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    heartbeat = models.DateTimeField("最近活动", null=True)
    token = models.CharField("本次运行", max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField("运行次数", default=0)
    cancel_asked = models.BooleanField("要求取消", default=False)
    error = models.CharField("原因", max_length=500, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]
        indexes = [
            # Looked for every few seconds among all that were ever done.
            models.Index(
                fields=["state"],
                condition=Q(state__in=OPEN),
                name="open_%(class)s",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="%(class)s_state_is_known"
            ),
            # Who has lost a job must not be able to find itself in it again.
            models.CheckConstraint(
                condition=(
                    Q(state=JobState.RUNNING, heartbeat__isnull=False) & ~Q(token="")
                )
                | (~Q(state=JobState.RUNNING) & Q(token="")),
                name="%(class)s_has_a_token_while_it_runs",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its page; the notice leads there."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def said(self) -> str:
        """What is done, as a notice says it."""
        return f"{self.NOUN}“{self}”"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        return self.state == JobState.DONE

    def count(self) -> int:
        """How many are done by now. Where each leaves a trace, those are counted: what
        a run notes now and then lags behind, and stays when it is killed."""
        return self.done

    @property
    def percent(self) -> int:
        """Whole, and 100 only when all is done."""
        if self.is_done:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0

    def time_left(self, now: datetime | None = None) -> timedelta | None:
        """As long for each that is left as for each that was done; ``None`` while
        there is nothing to go by."""
        if self.state != JobState.RUNNING or not self.done or self.started_at is None:
            return None
        so_far = (now or timezone.now()) - self.started_at
        return so_far / self.done * max(self.total - self.done, 0)


class Worker(models.Model):
    """A process that works off jobs, and when it was last heard of."""

    name = models.CharField("名称", max_length=150, unique=True)
    seen_at = models.DateTimeField("最近活动")

    class Meta:
        verbose_name = "后台服务"
        verbose_name_plural = "后台服务"

    def __str__(self) -> str:
        return self.name
