"""One row for each thing that somebody did. Written once, never changed."""

from django.conf import settings
from django.db import models

from .write_once import WriteOnceModel, WriteOnceQuerySet

# Every audited action and how the history tells it. A new one is one row here.
ACTIONS = {
    "login": "登录",
    "login_failed": "登录失败",
    "logout": "退出",
    "password": "改密码",
    "refused": "被拒绝",
    "create": "新建",
    "import": "导入",
    "undo_import": "撤销导入",
    "backfill": "补录",
    "load": "装入年度数据",
    "carry": "结转上年",
    "save": "保存",
    "submit": "送审",
    "withdraw": "撤回",
    "pass": "通过",
    "return": "退回",
    "review_form": "填写审核表",
    "approve": "批复",
    "comment": "批注",
    "reply": "答复批注",
    "comment_done": "处理批注",
    "comment_reopen": "重新提出批注",
    "consent": "同意批注中的改法",
    "adjust": "申请调整",
    "drop": "放弃调整",
    "add": "年中追加",
    "extend": "填报延期",
    "delegate": "委托代办",
    "end_delegation": "结束代办",
    "answer": "说明警告",
    "check_settings": "设置自动审核",
    "export": "导出",
    "job_ask": "提交后台任务",
    "job_done": "完成后台任务",
    "job_failed": "后台任务未完成",
    "job_cancel": "取消后台任务",
    "delete": "删除",
    "propose": "提出入库",
    "accept": "确认入库",
    "retire": "停用",
    "restore": "重新启用",
    "learn": "收入指标库",
    "attach": "上传依据材料",
    "detach": "移除依据材料",
    "download": "下载依据材料",
}


def action_choices() -> list[tuple[str, str]]:
    return list(ACTIONS.items())


class EntryQuerySet(WriteOnceQuerySet["Entry"]):
    def of(self, subject: str) -> "EntryQuerySet":
        """The subject's story, the latest first."""
        return self.filter(subject=subject).order_by("-pk")


class Entry(WriteOnceModel):
    """Who did what to which subject, when and from where.

    The database refuses to change or remove a row too: see :mod:`audit.guards`.

    ``subject`` is a plain name such as ``target:12``, no foreign key: the record lies
    below all other rooms and outlives what it tells of.
    """

    at = models.DateTimeField("时间", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="操作人",
        related_name="+",
    )
    actor_name = models.CharField("操作人姓名", max_length=150, blank=True)
    action = models.CharField("操作", max_length=30, choices=action_choices)
    subject = models.CharField("对象", max_length=100, db_index=True)
    subject_name = models.CharField("对象名称", max_length=300, blank=True)
    detail = models.JSONField("内容", default=dict, blank=True)
    address = models.CharField("来源地址", max_length=64, blank=True, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], name="audit_entry_by_time")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_action_display()} {self.subject_name}"


class Unsealed(models.Model):
    """An entry that waits for its seal. Written with the entry, so that a crash before
    the sealing leaves it here."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)

    class Meta:
        verbose_name = "待封存的记录"
        verbose_name_plural = "待封存的记录"

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(WriteOnceModel):
    """A link of the hash chain over all entries; see :mod:`audit.chain`.

    ``number`` is its place, from 1 without gaps. Entries that were committed at the
    same time may be sealed in another order than that of their keys.
    """

    number = models.BigIntegerField("序号", primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, verbose_name="审计记录")
    previous = models.CharField("前一个校验码", max_length=64)
    hash = models.CharField("校验码", max_length=64)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "封条"
        verbose_name_plural = "封条"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:8]}"
