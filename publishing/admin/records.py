"""What the desk's pages of all kinds of records share."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.admin.formfields import form_field
from publishing.admin.forms import RecordForm, number_parts
from publishing.admin.labels import label_of, name_of, shortened
from publishing.admin.links import LinkedField, LookUpSelect
from publishing.admin.lists import StateFilter, badge, states_in_record
from publishing.models import Part, Publishable
from publishing.nouns import noun_of


class FieldsOfRecords(admin.options.BaseModelAdmin[Any]):
    """Form fields as editors need them: boxes by language, look-ups instead of long lists."""

    word_labels: ClassVar[dict[str, Any]] = {}

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Look every linked record up by typing: lists of all of them would be endless."""
        fields = [*self.model._meta.fields, *self.model._meta.many_to_many]
        return [
            field.name
            for field in fields
            if field.is_relation and issubclass(field.related_model, Publishable | Part)
        ]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            using = kwargs.get("using")
            kwargs.setdefault("widget", LookUpSelect(db_field, self.admin_site, using=using))
            kwargs.setdefault("form_class", LinkedField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        own = form_field(db_field, self.word_labels)
        if own:
            return own
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.is_relation:
            field.label_from_instance = label_of
            # From here a linked record is viewed or added; its own page is for the rest.
            for power in ("can_change_related", "can_delete_related"):
                setattr(field.widget, power, False)
        return field


class RecordAdmin(FieldsOfRecords, admin.ModelAdmin[Any]):
    """The pages of one kind of record."""

    form = RecordForm
    own_columns: ClassVar[list[Callable[[Any], Any] | str]] = []
    own_filters: ClassVar[list[Any]] = []
    left_out: ClassVar[tuple[str, ...]] = ("kind",)
    ordering = ["slug"]
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    save_on_top = False
    change_form_template = "desk/record.html"

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["called", "state", *self.own_columns]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [StateFilter, *self.own_filters]

    @admin.display(description=_("name"), ordering="slug")
    def called(self, record: Publishable) -> str:
        return shortened(name_of(record), 120)

    @admin.display(description=_("state"))
    def state(self, record: Publishable) -> str:
        gone = getattr(record, "state_in_record", "")
        return badge(gone if gone in ("withdrawn", "redacted") else record.state_at_desk)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Add to the rows of the page what the record says of them, in one query."""
        changelist = super().get_changelist_instance(request)
        records = list(changelist.result_list)
        states = states_in_record(self.model.kind, [record.slug for record in records])
        for record in records:
            record.state_in_record = states.get(record.slug, "")
        changelist.result_list = records
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        title = capfirst(self.model._meta.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fields in the order of the document."""
        parts = self.model.parts
        names = noun_of(self.model).document.Meta.fields
        return [name for name in names if name not in (*parts, *self.left_out)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj and obj.published_version else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete what was ever published: it can only be withdrawn."""
        if obj is not None and getattr(obj, "published_version", False):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Protect what was ever published from the list's delete action too."""
        shown, counts, missing, protected = super().get_deleted_objects(objs, request)
        words = _("%(name)s was published: withdraw it instead")
        published = [words % {"name": obj.slug} for obj in objs if obj.published_version]
        if published and self.has_delete_permission(request):
            # Say what to do, not that a permission is missing.
            missing = set()
        return shown, counts, missing, [*protected, *published]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Lock the row before it is judged and saved, so that two saves come one after the
        other."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            list(self.model._default_manager.select_for_update().filter(pk=found.pk).values("pk"))
            found.refresh_from_db()
        return found

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for name in self.model.parts:
            number_parts(list(getattr(form.instance, name).all()))
        site: Any = self.admin_site
        site.record_saved(form.instance)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        site: Any = self.admin_site
        return {**super().get_actions(request), **site.record_actions(request)}
