from django.contrib import admin

from audit.admin import ReadOnlyAdmin
from audit.back_office import RecordedChanges
from projects.admin import BudgetYearAdmin
from projects.models import BudgetYear

from .models import Approval, Batch, GradeBands, Opinion, Phrase, ReviewStep, Version


class ReviewStepInline(admin.TabularInline):
    """The way through review stands with its year. A year without steps of its own
    takes those of the year before."""

    model = ReviewStep
    extra = 0
    verbose_name_plural = "审核环节（没有设置时沿用上一年度的；已送审的不受改动影响）"


class GradeBandsInline(admin.TabularInline):
    """From how many points a scored target is 优, 良 or 中."""

    model = GradeBands
    extra = 0
    verbose_name_plural = "等级分数线（没有设置时沿用上一年度的，都没有时为90、80、60）"


class YearWithSteps(BudgetYearAdmin):
    inlines = [*BudgetYearAdmin.inlines, ReviewStepInline, GradeBandsInline]


# ``projects`` does not know of reviews, so its page is completed from here.
admin.site.unregister(BudgetYear)
admin.site.register(BudgetYear, YearWithSteps)


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "step_name", "action", "actor", "text"]
    list_filter = ["action", "target__department"]


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "number", "occasion", "sha256", "submitted_by"]
    list_filter = ["target__year", "target__department"]


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "number", "batch", "approved_by"]
    list_filter = ["target__year", "target__department"]


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ["number", "year", "date", "actor"]
    list_filter = ["year"]


@admin.register(Phrase)
class PhraseAdmin(RecordedChanges):
    list_display = ["text", "position", "is_active"]
    list_editable = ["position", "is_active"]
    list_filter = ["is_active"]
