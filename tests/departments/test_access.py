"""Who may do what where: one table, tested as one."""

import pytest

from departments import access
from departments.models import Department, Membership, Role
from departments.services import save_department
from perftargets.errors import NotAllowed
from tests.conftest import make_user

ALL = (
    access.VIEW,
    access.EDIT,
    access.SUBMIT,
    access.FIRST_REVIEW,
    access.FINANCE_REVIEW,
    access.EXPORT,
)
# role → (rights at its own department, rights below it)
TABLE = {
    Role.FILLER: ({access.VIEW, access.EDIT, access.SUBMIT, access.EXPORT}, set()),
    Role.FIRST_REVIEWER: (
        {access.VIEW, access.FIRST_REVIEW, access.EXPORT},
        {access.VIEW, access.FIRST_REVIEW, access.EXPORT},
    ),
    Role.FINANCE_REVIEWER: (
        {access.VIEW, access.FINANCE_REVIEW, access.EXPORT},
        {access.VIEW, access.FINANCE_REVIEW, access.EXPORT},
    ),
    Role.MANAGER: ({access.VIEW, access.EXPORT}, {access.VIEW, access.EXPORT}),
}


@pytest.fixture
def tree(db) -> dict[str, Department]:
    root = save_department(department=Department(code="1", name="区"))
    office = save_department(department=Department(code="11", name="街道", parent=root))
    below = save_department(
        department=Department(code="111", name="社区", parent=office)
    )
    beside = save_department(department=Department(code="12", name="镇", parent=root))
    return {"root": root, "office": office, "below": below, "beside": beside}


@pytest.mark.parametrize("role", Role.values)
def test_the_rights_of_a_role(tree, role):
    user = make_user("somebody", role, tree["office"])
    own, below = TABLE[role]
    expected = {"office": own, "below": below, "root": set(), "beside": set()}
    for place, rights in expected.items():
        assert {a for a in ALL if access.may(user, a, tree[place])} == rights, place
    for action in ALL:
        found = Department.objects.filter(access.allowed_at(user, action, prefix=""))
        assert set(found) == {
            tree[place] for place, rights in expected.items() if action in rights
        }


def test_a_superuser_manages_everywhere_and_reviews_nowhere(tree):
    user = make_user("root", None, None)
    user.is_superuser = True
    assert access.may(user, access.VIEW, tree["beside"])
    assert not access.may(user, access.FINANCE_REVIEW, tree["beside"])


def test_a_code_that_begins_alike_is_another_department(tree):
    """1 and 11 are not prefixes of each other's paths: the slash sees to it."""
    other = save_department(department=Department(code="110", name="另一个"))
    user = make_user("somebody", Role.FIRST_REVIEWER, tree["office"])
    assert not access.may(user, access.VIEW, other)


def test_several_posts_add_up(tree):
    user = make_user("somebody", Role.FILLER, tree["office"])
    Membership.objects.create(user=user, department=tree["beside"], role=Role.MANAGER)
    assert access.may(user, access.EDIT, tree["office"])
    assert access.may(user, access.VIEW, tree["beside"])
    assert not access.may(user, access.EDIT, tree["beside"])


def test_a_misspelt_action_is_an_error(tree):
    user = make_user("somebody", Role.FILLER, tree["office"])
    with pytest.raises(LookupError):
        access.may(user, "veiw", tree["office"])
    with pytest.raises(LookupError):
        access.allowed_at(user, "veiw")


def test_a_moved_department_takes_its_subtree_along(tree):
    tree["office"].parent = tree["beside"]
    save_department(department=tree["office"])
    tree["below"].refresh_from_db()
    assert tree["below"].path == "1/12/11/111/"


def test_it_cannot_hang_below_itself(tree):
    tree["office"].parent = tree["below"]
    with pytest.raises(NotAllowed, match="不能做它的上级部门"):
        save_department(department=tree["office"])
    tree["office"].parent = tree["office"]
    with pytest.raises(NotAllowed):
        save_department(department=tree["office"])
