"""Every address of the site."""

from django.conf import settings
from django.urls import include, path

from pegasus_tracker import failures, pages
from publishing.reading.pages import to_read

urlpatterns = [
    path("", to_read(pages.home), name="home"),
    path("about/", to_read(pages.about), name="about"),
    path("method/", to_read(pages.method), name="method"),
    path("search/", to_read(pages.search), name="search"),
    path("api/v1/", include("pegasus_tracker.api.urls")),
    path("", include("publishing.urls")),
    path("", include("evidence.urls")),
    path("", include("claims.urls")),
]

if not settings.PUBLIC_ONLY:
    from django.contrib import admin

    urlpatterns.insert(0, path("desk/", admin.site.urls))

handler400 = failures.bad_request
handler404 = pages.not_found
handler500 = failures.failed
