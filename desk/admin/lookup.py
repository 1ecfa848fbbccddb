"""Looking linked records up by typing."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from publishing.admin.labels import label_of


class LookUp(AutocompleteJsonView):
    """Answers look-ups with names that tell records apart."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        words = getattr(self.model_admin, "label_of", label_of)
        return {"id": str(getattr(obj, to_field_name)), "text": words(obj)}
