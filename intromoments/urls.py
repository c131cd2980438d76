"""Addresses of intromoments."""

from django.urls import path

from intromoments import school_views, trainee_views, views

urlpatterns = [
    path("intromomenten/", views.intromoments, name="intromoments"),
    *(
        path(
            f"intromomenten/trimester-{number}/",
            school_views.intromoment_edit,
            {"trimester": number},
            name="intromoment_edit",
        )
        for number in (1, 2, 3)
    ),
    path("intromomenten/<uuid:public_id>/", school_views.intromoment, name="intromoment"),
    path(
        "intromomenten/<uuid:public_id>/antwoord/",
        trainee_views.intromoment_answer,
        name="intromoment_answer",
    ),
    path(
        "intromomenten/<uuid:public_id>/aflassen/",
        school_views.intromoment_cancel,
        name="intromoment_cancel",
    ),
]
