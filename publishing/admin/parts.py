"""Parts of a record, edited on the record's page."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.admin.forms import PartForm
from publishing.admin.links import PartFormSet
from publishing.admin.records import FieldsOfRecords
from publishing.formats.serializers import keys_of_parts
from publishing.models import Part
from publishing.nouns import noun_of


class PartInline(FieldsOfRecords, admin.StackedInline[Any, Any]):
    """The parts of one kind on the page of their record."""

    form = PartForm
    formset = PartFormSet
    extra = 0
    left_out: ClassVar[tuple[str, ...]] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fields that an editor fills in, in the order of the document."""
        keys = keys_of_parts(noun_of(self.parent_model).document, self.model)
        editable = {field.name for field in self.model._meta.fields if field.editable}
        return [*(key for key in keys if key in editable and key not in self.left_out), "position"]


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
