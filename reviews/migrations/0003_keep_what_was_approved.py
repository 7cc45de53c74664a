from django.db import migrations

# The way that was fixed until now.
STEPS = (("初审", "reviewer"), ("财政审核", "finance"))


def keep_approved(apps, schema_editor):
    """Each frozen version was approved: it is a version and its approval now."""
    version = apps.get_model("reviews", "Version")
    approval = apps.get_model("reviews", "Approval")
    for old in apps.get_model("reviews", "Snapshot").objects.order_by("pk"):
        new = version.objects.create(
            target_id=old.target_id,
            number=old.number,
            content=old.content,
            sha256=old.sha256,
            submitted_by_id=old.target.submitted_by_id or old.approved_by_id,
        )
        version.objects.filter(pk=new.pk).update(at=old.at)
        granted = approval.objects.create(
            version=new,
            target_id=old.target_id,
            number=old.number,
            approved_by_id=old.approved_by_id,
        )
        approval.objects.filter(pk=granted.pk).update(at=old.at)


def set_steps(apps, schema_editor):
    """The years that exist go on as they were reviewed."""
    step = apps.get_model("reviews", "ReviewStep")
    for year in apps.get_model("projects", "BudgetYear").objects.all():
        for position, (name, role) in enumerate(STEPS, start=1):
            step.objects.create(
                year=year, position=position, name=name, role=role, level="tree"
            )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_steps_and_versions")]

    operations = [
        migrations.RunPython(keep_approved, migrations.RunPython.noop),
        migrations.RunPython(set_steps, migrations.RunPython.noop),
        migrations.DeleteModel(name="Snapshot"),
    ]
