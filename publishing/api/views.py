"""What all views of the API have in common: they only read, and they are strict."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from publishing.api.filters import FilterSet
from publishing.api.parameters import check_parameters


class ReadingView(APIView):
    """A view that reads, and refuses parameters that it does not know."""

    http_method_names = ["get", "head", "options"]

    def parameters(self) -> set[str]:
        """Return the names of the parameters that this address takes."""
        return set()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            check_parameters(request.query_params, self.parameters())

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Say in the Allow header what can be done here."""
        return Response(status=204)


class ReadingViewSet(ReadingView, GenericViewSet[Any]):
    """A list that is filtered and paged in one way for everything.

    ``orderings`` names the unique columns that a page may start after.
    """

    filterset_class: ClassVar[type[FilterSet]]
    orderings: ClassVar[dict[str, str]] = {"seq": "seq"}
    noun: ClassVar[str]
    plural: ClassVar[str]

    def parameters(self) -> set[str]:
        if self.action != "list":
            return set()
        return {*self.filterset_class.base_filters, *self.paging.parameters}

    @property
    def paging(self) -> Any:
        """The paginator, which the settings name."""
        return self.paginator

    def page_of_selected(self, rows: QuerySet[Any]) -> list[dict[str, Any]]:
        """Return the rows of the page that the parameters select."""
        filters = self.filterset_class(data=self.request.query_params, queryset=rows)
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        page: Any = self.paginate_queryset(filters.qs)
        if not page:
            self._refuse_unknown_slugs(filters)
        return list(page)

    def _refuse_unknown_slugs(self, filters: FilterSet) -> None:
        """Tell an empty answer from a slug that never existed; asked only when nothing was
        found."""
        data = self.request.query_params
        wrong = {name: [f"No record is called “{data[name]}”."] for name in filters.nowhere()}
        if wrong:
            raise ValidationError(wrong)
