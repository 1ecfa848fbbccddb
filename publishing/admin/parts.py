"""Parts of a record, edited on the record's page."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.admin.forms import PartForm
from publishing.admin.links import PartFormSet
from publishing.admin.records import FieldsOfRecords
from publishing.models import Part


class PartInline(FieldsOfRecords, admin.StackedInline[Any, Any]):
    """The parts of one kind on the page of their record."""

    form = PartForm
    formset = PartFormSet
    extra = 0
    left_out: ClassVar[tuple[str, ...]] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fields that an editor fills in, the order number last."""
        owner = self.get_formset_owner()
        names = [
            field.name
            for field in self.model._meta.fields
            if field.editable and field.name not in ("position", owner, *self.left_out)
        ]
        return [*names, "position"]

    def get_formset_owner(self) -> str:
        """Return the name of the foreign key to the record."""
        return str(self.fk_name or self.parent_model.kind)


class PartChoice(FieldsOfRecords, admin.ModelAdmin[Any]):
    """Lets a part be looked up from other records; it is edited on its own record's page."""

    owner: ClassVar[str]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(self.owner)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Part | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Part | None = None) -> bool:
        return False
