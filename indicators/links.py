"""Which goals of a department have projects, and which projects serve a goal."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.models import Project, Target
from sheets.numbering import bare
from sheets.sheet import Overall


@dataclass(frozen=True)
class Coverage:
    """What a reader should look at. Goals are (place from 0, heading); ``unknown``
    are names that a goal lists and no project of the year has: it was renamed or
    removed."""

    idle_goals: tuple[tuple[int, str], ...]
    idle_projects: tuple[str, ...]
    unknown: tuple[tuple[int, str], ...]

    @property
    def is_complete(self) -> bool:
        return not (self.idle_goals or self.idle_projects or self.unknown)


def project_names(target: Target) -> list[str]:
    """The projects of the target's department and year, in the order of its book."""
    here = Project.objects.filter(year=target.year, department=target.department)
    return list(here.values_list("name", flat=True))


def coverage(overall: Overall, names: Sequence[str]) -> Coverage:
    """``names``: the projects that there are."""
    goals = list(enumerate(overall.sub_goals))
    linked = {name for goal in overall.sub_goals for name in goal.projects}
    return Coverage(
        idle_goals=tuple((i, bare(g.title)) for i, g in goals if not g.projects),
        idle_projects=tuple(name for name in names if name not in linked),
        unknown=tuple(
            (i, name) for i, g in goals for name in g.projects if name not in names
        ),
    )
