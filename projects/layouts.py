"""In which form a department fills in a year."""

from dataclasses import dataclass

from departments.models import Department

from .models import BudgetYear, DepartmentLayout


@dataclass(frozen=True)
class Chosen:
    """Ids of the two forms; ``overall_layout`` is ``None`` for the one that goes with
    the table."""

    layout: str
    overall_layout: str | None


def chosen_layouts(year: BudgetYear, department: Department) -> Chosen:
    """What the nearest department above has of its own, else the year's."""
    own = DepartmentLayout.objects.filter(year=year).select_related("department")
    above = [row for row in own if department.path.startswith(row.department.path)]
    nearest = max(above, key=lambda row: len(row.department.path), default=year)
    return Chosen(nearest.layout, nearest.overall_layout or None)
