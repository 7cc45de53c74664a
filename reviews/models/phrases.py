"""What reviewers say again and again."""

from django.db import models

from projects.models import NaturalKeyManager, NaturalKeyModel


class PhraseManager(NaturalKeyManager):
    def active(self) -> models.QuerySet["Phrase"]:
        """Those that are offered, in their order."""
        return self.filter(is_active=True)


class Phrase(NaturalKeyModel):
    """常用语: words that are put before an opinion. What was said keeps the words, so
    a phrase may be changed or removed at any time."""

    NATURAL_KEY = ("text",)

    text = models.CharField("内容", max_length=200, unique=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("启用", default=True)

    objects = PhraseManager()

    class Meta:
        verbose_name = "常用语"
        verbose_name_plural = "常用语"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
