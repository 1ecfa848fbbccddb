"""The whole API on one page."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from claims.api import views as claims
from evidence.api import views as evidence
from pegasus_tracker.api import views
from publishing.api.revisions import ChangeViewSet, RevisionViewSet

app_name = "api"

router = SimpleRouter()
router.register("cases", claims.CaseViewSet, "cases")
router.register("statements", claims.StatementViewSet, "statements")
router.register("claims", claims.ClaimViewSet, "claims")
router.register("families", claims.FamilyViewSet, "families")
router.register("rebuttals", claims.RebuttalViewSet, "rebuttals")
router.register("events", claims.EventViewSet, "events")
router.register("parties", evidence.PartyViewSet, "parties")
router.register("sources", evidence.SourceViewSet, "sources")
router.register("evidence", evidence.EvidenceViewSet, "evidence")
router.register("devices", evidence.DeviceViewSet, "devices")
router.register("indicators", evidence.IndicatorViewSet, "indicators")
router.register("revisions", RevisionViewSet, "revisions")
router.register("changes", ChangeViewSet, "changes")

urlpatterns = [
    path("", views.FrontView.as_view(), name="front"),
    path("", include(router.urls)),
    path("schema/", views.SchemaView.as_view(), name="schema"),
    path("docs/", views.docs, name="docs"),
    re_path(r"^(?P<rest>.*)$", views.NothingHereView.as_view(), name="nothing-here"),
]
