"""Administrators write versions ahead; what holds is fixed; who accepted is read only."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from placement_code.accepting import accept_code
from placement_code.models import PlacementCode
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.placement_code.world import first, second
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
ADD = "/beheer/placement_code/placementcode/add/"


def saved(client, address: str, **fields: str):
    """Send the form of a version; its errors, or None when it was saved."""
    sent = {"valid_from": "2018-01-08", "text": "# Nieuw\n", "what_changed": "Alles.", **fields}
    answer = client.post(address, sent)
    return None if answer.status_code == 302 else answer.context["errors"]


@on("2017-10-02")
def test_a_version_is_written_ahead_and_numbered_by_itself(administrator: User):
    first()
    client = logged_in(administrator)
    assert "Kies een dag na vandaag" in str(saved(client, ADD, valid_from="2017-10-02"))
    assert "Schrijf de tekst" in str(saved(client, ADD, text="# \n- \n"))
    assert "Zeg in het kort" in str(saved(client, ADD, what_changed=" "))
    assert saved(client, ADD) is None
    code = PlacementCode.objects.get(number=2)
    assert (code.valid_from, code.made_by) == (date(2018, 1, 8), administrator)
    assert "dan begint Stagecode, versie 2" in str(saved(client, ADD, valid_from="2018-01-08"))
    assert "dan begint Stagecode, versie 2" in str(saved(client, ADD, valid_from="2017-12-01"))
    assert saved(client, ADD, valid_from="2018-09-01") is None
    two = reverse("admin:placement_code_placementcode_change", args=[code.pk])
    assert "Kies een dag voor" in str(saved(client, two, valid_from="2018-09-02"))
    assert saved(client, two, valid_from="2018-01-15") is None


@on("2018-01-07")
def test_from_its_day_a_version_is_fixed(administrator: User):
    fixed, coming = first(), second()
    client = logged_in(administrator)

    def answers(code: PlacementCode) -> list[int]:
        pages = [
            reverse(f"admin:placement_code_placementcode_{what}", args=[code.pk])
            for what in ("change", "delete")
        ]
        form = {"valid_from": "2018-01-09", "text": "Anders", "what_changed": "Anders"}
        return [
            client.post(pages[0], form).status_code,
            client.post(pages[1], {"post": "yes"}).status_code,
        ]

    assert answers(fixed) == [403, 403]
    assert answers(coming) == [302, 302]
    assert list(PlacementCode.objects.all()) == [fixed]
    fixed.refresh_from_db()
    assert "Anders" not in fixed.text


@on("2017-10-02")
def test_who_accepted_which_version_is_read_and_never_changed(
    year_2017: AcademicYear, administrator: User, coordinator: Membership
):
    accept_code(first(), actor=actor_for(coordinator), year=year_2017)
    client = logged_in(administrator)
    told = {
        "placementcode": ["Stagecode, versie 1", '<td class="field-persons">1</td>'],
        "codeacceptance": ["Cora", "Stagecode, versie 1"],
        "organisationcodeacceptance": ["Hogeschool Eigen", "2017-2018", "Cora", "Stagecoördinator"],
    }
    for model, words in told.items():
        html = client.get(f"/beheer/placement_code/{model}/").content.decode()
        assert [word for word in words if word not in html] == [], model
        if model != "placementcode":
            assert client.get(f"/beheer/placement_code/{model}/add/").status_code == 403
