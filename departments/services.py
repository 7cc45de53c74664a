"""Changes of the tree."""

from django.db import transaction

from perftargets.errors import NotAllowed

from .models import Department


def save_department(*, department: Department) -> Department:
    """Save a department and put it, and all below it, at its place in the tree.

    ``NotAllowed`` if it would hang below itself.
    """
    with transaction.atomic():
        parent = department.parent
        old_path = department.path
        if parent is not None and old_path and parent.path.startswith(old_path):
            raise NotAllowed(f"“{parent}”在“{department}”之下，不能做它的上级部门")
        department.path = f"{parent.path if parent else ''}{department.code}/"
        department.save()
        if old_path and old_path != department.path:
            _move_below(old_path, department.path)
    return department


def _move_below(old_path: str, new_path: str) -> None:
    below = Department.objects.filter(path__startswith=old_path)
    for child in below:
        child.path = new_path + child.path.removeprefix(old_path)
    Department.objects.bulk_update(below, ["path"])
