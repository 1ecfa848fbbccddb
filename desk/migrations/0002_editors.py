"""The group "Editors": what an account needs to work at the desk."""

from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")
RECORDS = {
    "evidence": ["party", "source", "evidence", "device", "indicator"],
    "claims": ["case", "statement", "claim", "family", "rebuttal", "event"],
}
PARTS = {
    "evidence": ["capture", "edition", "examination", "trace", "listing"],
    "claims": ["rendition", "passage", "citation", "answer", "tension"],
}
DESK = {"changeset": ("add", "change", "view"), "note": ("add", "view")}


def add_editors(apps, schema_editor):
    alias = schema_editor.connection.alias
    group, _made = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name="Editors")
    wanted = [
        *((app, model, EVERYTHING) for app, models in RECORDS.items() for model in models),
        *((app, model, EVERYTHING) for app, models in PARTS.items() for model in models),
        *(("desk", model, actions) for model, actions in DESK.items()),
    ]
    for app, model, actions in wanted:
        group.permissions.add(*_permissions(apps, alias, app, model, actions))


def _permissions(apps, alias, app, model, actions):
    """Find or make the permissions: Django makes them only after all migrations have run."""
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    content_type, _made = types.get_or_create(app_label=app, model=model)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    for action in actions:
        name = {"name": f"Can {action} {model}"}
        codename = f"{action}_{model}"
        yield permissions.get_or_create(
            content_type=content_type, codename=codename, defaults=name
        )[0]


def remove_editors(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name="Editors").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_editors, remove_editors, elidable=False)]
