"""All addresses. Each app keeps its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("lerarenstage.pages_urls")),
    path("", include("lerarenstage.health_urls")),
    path("beheer/kalender/", include("calendar_cfg.admin_urls")),
    path("beheer/matching/", include("matching.run_urls")),
    path("beheer/mail/", include("notices.outbox_urls")),
    path("beheer/gezondheid-van-het-jaar/", include("notices.year_health_urls")),
    path("beheer/", admin.site.urls),
    path("aanmelden/", include("allauth.urls")),
    path("", include("calendar_cfg.urls")),
    path("", include("accounts.urls")),
    path("", include("institutions.urls")),
    path("", include("requests_app.urls")),
    path("", include("matching.urls")),
    path("", include("placement_code.urls")),
    path("", include("placements.urls")),
    path("", include("answer_links.urls")),
    path("", include("feeds.urls")),
    path("", include("agreements.urls")),
    path("", include("schedules.urls")),
    path("", include("intromoments.urls")),
    path("", include("notices.urls")),
]

handler400 = "lerarenstage.error_views.bad_request"
handler403 = "lerarenstage.error_views.forbidden"
handler404 = "lerarenstage.error_views.not_found"
handler500 = "lerarenstage.error_views.server_error"
