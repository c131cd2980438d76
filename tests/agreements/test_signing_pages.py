"""The pages of signing: what they show, when they ask the password, and what came between."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from agreements.enums import Party
from agreements.models import AgreementVersion, Signature
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from tests.agreements.signing_world import proven, sign, version_of
from tests.browsing import logged_in
from tests.factories import PASSWORD, MembershipFactory
from tests.placements.world import new_placement
from tests.queries import Limit, check, check_page, queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on("2017-09-12"):
        yield


@pytest.fixture
def signer(coordinator: Membership) -> Client:
    """The coordinator's, who gave the password a moment ago."""
    return proven(logged_in(coordinator), coordinator.user)


def url_of(version: AgreementVersion) -> str:
    return reverse("agreement_sign", args=[version.public_id])


def agreeing(version: AgreementVersion) -> dict[str, str]:
    return {"agrees": "on", "sha256": version.sha256}


def text(page: Any) -> str:
    return page.content.decode()


def test_the_page_says_what_is_signed_as_whom_and_signs_it(
    version: AgreementVersion, signer: Client, coordinator: Membership, mentor: Membership
):
    sign(version, Party.SCHOOL, mentor)
    page = text(signer.get(url_of(version)))
    for told in (version.sha256, str(coordinator.user), "stagecoördinator", "Tara Kanarie"):
        assert told in page
    assert reverse("agreement_pdf", args=[version.public_id]) in page
    assert "School Eigen: ondertekend op di 12 september 2017 om 10.00" in page
    answer = signer.post(url_of(version), agreeing(version), follow=True)
    assert answer.redirect_chain[0][0] == reverse("agreement_version", args=[version.public_id])
    assert "Wacht op de handtekening van de stagiair." in text(answer)
    again = signer.post(url_of(version), agreeing(version))
    assert again.status_code == 302, "a double click is the same signature"
    assert Signature.objects.filter(party=Party.INSTITUTION).count() == 1


def test_without_the_tick_nothing_is_signed(version: AgreementVersion, signer: Client):
    page = signer.post(url_of(version), {"sha256": version.sha256})
    assert "Vink aan dat u de overeenkomst las" in text(page)
    assert not Signature.objects.exists()


def test_the_password_is_asked_for_the_page_and_for_the_signature(
    version: AgreementVersion, coordinator: Membership
):
    client = logged_in(coordinator)
    for late in (None, 301):
        if late:
            proven(client, coordinator.user, seconds_ago=late)
        for ask in (client.get, lambda url: client.post(url, agreeing(version))):
            answer = ask(url_of(version))
            path, _mark, query = answer.url.partition("?")
            assert path == reverse("account_reauthenticate")
            assert parse_qs(query) == {"next": [url_of(version)]}
    assert not Signature.objects.exists()
    wrong = client.post(
        reverse("account_reauthenticate"), {"password": "fout", "next": url_of(version)}
    )
    assert wrong.status_code == 200
    back = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": url_of(version)}
    )
    assert back.url == url_of(version), "the signature is not put by itself"
    assert not Signature.objects.exists()
    client.post(url_of(version), agreeing(version))
    assert Signature.objects.count() == 1


def test_a_proof_of_somebody_else_in_the_same_browser_does_not_count(
    version: AgreementVersion, coordinator: Membership, mentor: Membership
):
    client = proven(logged_in(coordinator), mentor.user)
    answer = client.post(url_of(version), agreeing(version))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not Signature.objects.exists()


def test_a_version_replaced_while_the_page_was_open_is_not_signed(
    version: AgreementVersion, signer: Client
):
    assert signer.get(url_of(version)).status_code == 200
    new = version_of(version.agreement.placement)
    answer = signer.post(url_of(version), agreeing(version), follow=True)
    assert answer.redirect_chain[0][0] == reverse("agreement_version", args=[new.public_id])
    assert "Versie 1 is op di 12 september 2017 vervangen door versie 2" in text(answer)
    assert not Signature.objects.exists()


def test_a_form_of_one_document_sent_to_another_signs_nothing(
    version: AgreementVersion,
    signer: Client,
    coordinator: Membership,
    mentor: Membership,
    year_2017: AcademicYear,
):
    other = version_of(new_placement(coordinator, mentor, year_2017))
    answer = signer.post(url_of(other), agreeing(version))
    assert answer.status_code == 409
    assert "Dit is niet het document dat u las" in text(answer)
    assert not Signature.objects.exists()


def test_a_colleague_who_comes_second_reads_who_signed(
    version: AgreementVersion, signer: Client, coordinator: Membership
):
    colleague = MembershipFactory(institution=coordinator.institution)
    sign(version, Party.INSTITUTION, colleague)
    answer = signer.post(url_of(version), agreeing(version), follow=True)
    assert f"ondertekende deze versie al op di 12 september 2017: {colleague.user}" in text(answer)
    assert "al ondertekend" in text(signer.get(url_of(version), follow=True))


def test_extra_fields_do_not_make_it_anothers_signature(
    version: AgreementVersion, signer: Client, mentor: Membership
):
    extra = {"party": "school", "user": str(mentor.user.pk), "name": "Iemand", "role": "x"}
    signer.post(url_of(version), {**agreeing(version), **extra})
    given = Signature.objects.get()
    assert (given.party, given.name) == (Party.INSTITUTION, "Cora " + given.user.last_name)


def test_the_school_reads_no_name_after_thirty_days(version: AgreementVersion, mentor: Membership):
    with on("2017-12-15"):
        client = proven(logged_in(mentor), mentor.user)
        page = text(client.get(url_of(version)))
    assert "Kanarie" not in page
    assert "1 stagiair" in page


def test_many_are_signed_at_once_and_the_one_that_changed_is_named(
    version: AgreementVersion,
    signer: Client,
    coordinator: Membership,
    mentor: Membership,
    year_2017: AcademicYear,
):
    others = [version_of(new_placement(coordinator, mentor, year_2017)) for _n in range(2)]
    foreign = version_of(
        new_placement(MembershipFactory(institution__name="Hogeschool Elders"), mentor, year_2017)
    )
    chosen = [version, *others, foreign]
    ids = [str(row.public_id) for row in chosen]
    url = reverse("agreement_sign_many")
    page = signer.get(url, {"v": ids})
    assert [row.version for row in page.context["ready"]] == sorted(
        (version, *others), key=lambda row: row.agreement.reference
    )
    hashes = {f"hash-{row.public_id}": row.sha256 for row in chosen}
    unticked = signer.post(url, {"v": ids, **hashes})
    assert "Vink aan dat u de overeenkomsten las" in text(unticked)
    version_of(others[0].agreement.placement)
    answer = signer.post(url, {"v": ids, "agrees": "on", **hashes}, follow=True)
    assert len(answer.context["signed"]) == 2
    (failed,) = answer.context["failed"]
    assert others[0].agreement.reference in failed["title"]
    assert "vervangen door versie 2" in failed["error"]
    signed = set(Signature.objects.values_list("version", flat=True))
    assert signed == {version.pk, others[1].pk}
    again = signer.get(url, {"v": ids})
    assert not again.context["ready"]
    assert len(again.context["not_ready"]) == 3


def test_a_batch_keeps_what_was_ticked_while_the_password_is_asked(
    version: AgreementVersion, coordinator: Membership
):
    client = logged_in(coordinator)
    url = reverse("agreement_sign_many")
    sent = {"v": [str(version.public_id)], "agrees": "on"}
    back = client.post(url, sent).url
    answer = client.post(back, {"password": PASSWORD})
    assert answer.url == f"{url}?v={version.public_id}"
    assert [row.version for row in client.get(answer.url).context["ready"]] == [version]
    assert not Signature.objects.exists()


def test_a_batch_of_nothing_or_nonsense_says_so(signer: Client):
    for ids in ([], ["x", "\0"]):
        answer = signer.post(reverse("agreement_sign_many"), {"v": ids}, follow=True)
        assert "Vink eerst aan welke overeenkomsten" in text(answer)


def test_the_pages_ask_few_queries(version: AgreementVersion, signer: Client):
    check_page("agreement_sign", signer, url_of(version), limit=Limit.DETAIL)
    check(
        "agreement_sign POST",
        queries_of(lambda: signer.post(url_of(version), agreeing(version))),
        Limit.POST,
    )


def test_a_school_that_is_not_a_party_finds_nothing(
    version: AgreementVersion, mentor_elsewhere: Membership
):
    client = proven(logged_in(mentor_elsewhere), mentor_elsewhere.user)
    assert PlacementSchool.objects.filter(name="School Elders").exists()
    answer = client.post(url_of(version), agreeing(version))
    assert answer.status_code == 404
    assert not Signature.objects.exists()
