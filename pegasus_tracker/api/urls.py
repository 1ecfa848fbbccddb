"""The whole API on one page."""

from importlib import import_module

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from pegasus_tracker.api import views
from publishing.api.records import RecordViewSet
from publishing.api.revisions import ChangeViewSet, RevisionViewSet
from publishing.nouns import listed_nouns
from publishing.reading.strictness import strict

app_name = "api"

# Each app's views name the kind of record that they show.
for app in ("claims", "evidence"):
    import_module(f"{app}.api.views")

router = SimpleRouter()
for one in listed_nouns():
    router.register(one.plural, RecordViewSet.of_kind[one.kind], one.plural)
router.register("revisions", RevisionViewSet, "revisions")
router.register("changes", ChangeViewSet, "changes")

urlpatterns = [
    path("", views.FrontView.as_view(), name="front"),
    path("", include(router.urls)),
    path("schema/", views.SchemaView.as_view(), name="schema"),
    path("docs/", strict(views.docs), name="docs"),
    re_path(r"^(?P<rest>.*)$", views.NothingHereView.as_view(), name="nothing-here"),
]
