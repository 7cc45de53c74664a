"""Who may do what where: one table, tested as one."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from departments import access
from departments.models import Department, Membership, Role, User
from departments.services import save_department
from perftargets.errors import NotAllowed
from tests.conftest import make_user

ALL = sorted(access.ACTIONS)
REVIEWS = {access.VIEW, access.REVIEW, access.EXPORT}
PERFORMS = REVIEWS | {access.CURATE, access.MANAGE}
READS = {access.VIEW, access.EXPORT, access.AUDIT}
MANAGES = READS | {access.MANAGE, access.IMPORT}
FILLS = {access.VIEW, access.EDIT, access.SUBMIT, access.EXPORT, access.IMPORT}
# role → (rights at its own department, rights below it)
TABLE = {
    Role.FILLER: (FILLS, set()),
    Role.HEAD: (REVIEWS, REVIEWS),
    Role.REVIEWER: (REVIEWS, REVIEWS),
    Role.FINANCE: (REVIEWS | {access.CURATE}, REVIEWS | {access.CURATE}),
    Role.PERFORMANCE: (PERFORMS, PERFORMS),
    Role.MANAGER: (MANAGES, MANAGES),
    Role.AUDITOR: (READS, READS),
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


@pytest.mark.parametrize("role", Role.values)
def test_who_may_is_the_same_from_the_other_side(tree, role):
    for place in ("office", "below", "beside"):
        make_user(f"at the {place}", role, tree[place])
    for action in ALL:
        for department in tree.values():
            allowed = {
                u for u in User.objects.all() if access.may(u, action, department)
            }
            found = access.who_may(action, department)
            assert set(found) == allowed
            assert len(found) == len(allowed)


def test_nobody_waits_for_who_is_gone_or_only_rules(tree):
    somebody = make_user("somebody", Role.FILLER, tree["office"])
    Membership.objects.create(
        user=somebody, department=tree["office"], role=Role.MANAGER
    )
    User.objects.create_superuser("root")
    assert list(access.who_may(access.VIEW, tree["office"])) == [somebody]
    User.objects.filter(pk=somebody.pk).update(is_active=False)
    assert not access.who_may(access.VIEW, tree["office"]).exists()
    with pytest.raises(LookupError):
        access.who_may("veiw", tree["office"])


def test_a_superuser_manages_everywhere_and_reviews_nowhere(tree):
    user = make_user("root", None, None)
    user.is_superuser = True
    for place in tree.values():
        rights = {a for a in ALL if access.may(user, a, place)}
        assert rights == TABLE[Role.MANAGER][0]
    for action in ALL:
        found = Department.objects.filter(access.allowed_at(user, action, prefix=""))
        assert len(found) == (4 if action in TABLE[Role.MANAGER][0] else 0)


def test_a_superusers_post_counts_beside_it(tree):
    user = make_user("root", Role.FINANCE, tree["office"])
    user.is_superuser = True
    assert access.may(user, access.REVIEW, tree["below"])
    assert not access.may(user, access.REVIEW, tree["beside"])


@pytest.mark.parametrize("how", ["inactive", "inactive superuser", "anonymous"])
def test_who_is_not_active_may_nothing(tree, how):
    user = make_user("somebody", Role.REVIEWER, tree["office"])
    user.is_active, user.is_superuser = False, "superuser" in how
    if how == "anonymous":
        user = AnonymousUser()
    for action in ALL:
        assert not access.may(user, action, tree["office"])
        nothing = access.allowed_at(user, action, prefix="")
        assert not Department.objects.filter(nothing).exists()


def test_a_stopped_user_is_out_at_once(as_user, people, target):
    client = as_user("chushen")
    assert client.get(f"/targets/{target.pk}/").status_code == 200
    User.objects.filter(username="chushen").update(is_active=False)
    assert client.get(f"/targets/{target.pk}/").status_code == 302


def test_a_post_that_ends_takes_its_rights_along(people, office):
    user = User.objects.get(username="tianbao")
    assert access.may(user, access.EDIT, office)
    user.memberships.all().delete()
    assert not access.may(User.objects.get(pk=user.pk), access.EDIT, office)


def test_rights_are_asked_once_for_a_request(tree, django_assert_num_queries):
    """The posts, their departments, and the delegations of the day."""
    user = make_user("somebody", Role.REVIEWER, tree["office"])
    with django_assert_num_queries(3):
        for action in ALL:
            access.may(user, action, tree["below"])
            access.allowed_at(user, action)


def test_a_code_that_begins_alike_is_another_department(tree):
    """1 and 11 are not prefixes of each other's paths: the slash sees to it."""
    other = save_department(department=Department(code="110", name="另一个"))
    user = make_user("somebody", Role.REVIEWER, tree["office"])
    assert not access.may(user, access.VIEW, other)


def test_codes_that_differ_in_case_only_are_refused(tree):
    """SQLite's LIKE takes "a1" for "A1": each would see the other's targets."""
    save_department(department=Department(code="a1", name="甲"))
    with pytest.raises(ValidationError, match="不分大小写"):
        Department(code="A1", name="乙").full_clean(exclude=["path"])
    tree["office"].full_clean()  # its own code is no other's


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
    tree["office"].parent = None
    save_department(department=tree["office"])
    tree["below"].refresh_from_db()
    assert (tree["office"].path, tree["below"].path) == ("11/", "11/111/")


def test_a_new_code_moves_the_subtree_and_nothing_else(tree):
    other = save_department(
        department=Department(code="110", name="另一个", parent=tree["root"])
    )
    tree["office"].code = "19"
    save_department(department=tree["office"])
    for department in (tree["below"], other):
        department.refresh_from_db()
    assert (tree["below"].path, other.path) == ("1/19/111/", "1/110/")


def test_rights_follow_a_moved_department(tree):
    reviewer = make_user("somebody", Role.REVIEWER, tree["beside"])
    assert not access.may(reviewer, access.VIEW, tree["below"])
    tree["office"].parent = tree["beside"]
    save_department(department=tree["office"])
    below = Department.objects.get(code="111")
    assert access.may(reviewer, access.VIEW, below)
    assert set(Department.objects.within([tree["beside"]])) == {
        tree["beside"],
        tree["office"],
        below,
    }


def test_it_cannot_hang_below_itself(tree):
    tree["office"].parent = tree["below"]
    with pytest.raises(NotAllowed, match="不能做它的上级部门"):
        save_department(department=tree["office"])
    tree["office"].parent = tree["office"]
    with pytest.raises(NotAllowed):
        save_department(department=tree["office"])
    assert Department.objects.get(code="11").path == "1/11/"
