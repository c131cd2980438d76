"""The page on which a school says what it offers: every way in, and every way it is refused."""

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.models import BlockedPeriod, Offer, SchoolYear
from institutions.selectors import places_offered
from tests.browsing import logged_in
from tests.factories import CampusFactory, SchoolYearFactory, SubjectFactory, YearFactory
from tests.institutions.pages import offer_post, period, row

READ, EDIT = reverse("school_offer"), reverse("school_offer_edit")
CONFIRM = reverse("school_offer_confirm")


def lines(school_year: SchoolYear) -> set[tuple[str, int | None, int | None, int]]:
    """What is stored, without the rest."""
    rows = school_year.offers.values_list("subject__name", "graad", "trimester", "places")
    return set(rows)


class TestSaving:
    def test_a_first_offer_is_stored_and_confirmed(
        self, open_day: AcademicYear, mentor: Membership
    ) -> None:
        french, maths = SubjectFactory(name="Frans"), SubjectFactory(name="Wiskunde")
        sent = offer_post(
            row(french, 2, 2, 2, graad=2),
            row(maths, 1, "", 3, kinds=["active"], remark="enkel 3 Latijn"),
            blocked=(period("2017-12-04", "2017-12-15"),),
            version=0,
        )

        answer = logged_in(mentor).post(EDIT, sent, follow=True)

        assert answer.redirect_chain[-1][0] == f"{READ}?jaar=2017-2018"
        assert "U kunt het wijzigen tot en met di 3 juli 2018." in answer.content.decode()
        stored = SchoolYear.objects.get(school=mentor.school, year=open_day)
        assert (stored.stance, stored.total_at_same_time) == (Stance.YES, 10)
        assert stored.confirmed_by == mentor.user
        assert lines(stored) == {
            ("Frans", 2, None, 2),
            ("Wiskunde", None, 1, 1),
            ("Wiskunde", None, 3, 3),
        }
        assert {(o.kinds[0], o.remark) for o in stored.offers.filter(subject=maths)} == {
            ("active", "enkel 3 Latijn")
        }
        assert stored.blocked_periods.get().reason == "Examens"
        assert set(places_offered(mentor.school, open_day).values()) == {1, 2, 3}

    def test_what_is_shown_can_be_sent_back_unchanged(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        client, before = logged_in(mentor), list(Offer.objects.values_list())
        page = client.get(EDIT).context["forms"]
        sent = {form[name].html_name: form[name].value() or "" for form in [page.stance]
                for name in form.fields}  # fmt: skip
        for formset in (page.grid, page.blocked):
            manager = formset.management_form
            sent |= {manager[n].html_name: manager[n].value() for n in manager.fields}
            for form in formset:
                sent |= {form[n].html_name: form[n].value() or "" for n in form.fields}

        client.post(EDIT, sent)

        assert list(Offer.objects.values_list()) == before
        offered.refresh_from_db()
        assert offered.confirmed_by == mentor.user

    def test_a_row_that_is_ticked_or_left_out_goes_and_others_change(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        french, dutch = SubjectFactory(name="Frans"), SubjectFactory(name="Nederlands")
        sent = offer_post(row(french, 2, 2, 2, graad=2, DELETE="on"), row(dutch, 1), stored=1)

        logged_in(mentor).post(EDIT, sent)

        assert lines(offered) == {("Nederlands", None, 1, 1)}

    def test_blocked_periods_are_replaced(self, offered: SchoolYear, mentor: Membership) -> None:
        BlockedPeriod.objects.create(
            school_year=offered, first_day="2017-12-04", last_day="2017-12-15", reason="Examens"
        )
        sent = offer_post(
            row(SubjectFactory(name="Frans"), 2, 2, 2, graad=2),
            blocked=(period("2017-12-11", "2017-12-20"), period("2018-06-11", "2018-06-29")),
        )

        logged_in(mentor).post(EDIT, sent)

        days = offered.blocked_periods.values_list("first_day", "last_day")
        assert [tuple(map(str, both)) for both in days] == [
            ("2017-12-11", "2017-12-20"),
            ("2018-06-11", "2018-06-29"),
        ]

    def test_a_campus_is_chosen_only_where_there_are_several(
        self, open_day: AcademicYear, mentor: Membership
    ) -> None:
        client, french = logged_in(mentor), SubjectFactory(name="Frans")
        assert "Vestigingsplaats" not in client.get(EDIT).content.decode()
        second = CampusFactory(school=mentor.school, number=2, is_head=False, name="Noord")

        client.post(EDIT, offer_post(row(french, 1, campus=second.pk), row(french, 1), version=0))

        assert set(Offer.objects.values_list("campus", flat=True)) == {second.pk, None}

    def test_the_queries_of_a_post_do_not_grow_with_the_rows(
        self, open_day: AcademicYear, mentor: Membership, django_assert_max_num_queries
    ) -> None:
        client = logged_in(mentor)
        rows = [row(SubjectFactory(), 1, 2, 3) for _ in range(60)]

        with django_assert_max_num_queries(25):
            client.post(EDIT, offer_post(*rows, version=0))

        assert Offer.objects.count() == 180


class TestRefusing:
    """Wrong input: a clear message, and all that was typed is still there."""

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"stance": ""}, "Kies of uw school dit jaar stagiairs neemt."),
            ({"stance": "no"}, "Geef kort de reden."),
            ({"total_at_same_time": "1"}, "U biedt 2 plaatsen aan, maar uw school neemt maar 1"),
            ({"total_at_same_time": "0"}, "Vul minstens 1 in"),
            ({"total_at_same_time": "99999"}, "200"),
            ({"aanbod-0-t1": "-1"}, "0"),
            ({"aanbod-0-t1": "tien"}, "geheel getal"),
            ({"aanbod-0-kinds": []}, "Vink minstens één soort stage aan."),
            ({"aanbod-0-t1": "", "aanbod-0-t2": "", "aanbod-0-t3": ""}, "minstens één trimester"),
            ({"aanbod-0-subject": "999999"}, "Selecteer een geldige keuze"),
            ({"aanbod-0-remark": "x\x00y"}, "Null"),
            ({"aanbod-0-remark": "x" * 10_000}, "300"),
            ({"stance_reason": "x" * 10_000}, "1000"),
        ],
    )
    def test_wrong_input(
        self, offered: SchoolYear, mentor: Membership, more: dict, message: str
    ) -> None:
        sent = offer_post(row(SubjectFactory(name="Frans"), 2, 2, 2, remark="blijft"), stored=1)

        answer = logged_in(mentor).post(EDIT, sent | more)

        page = answer.content.decode()
        assert answer.status_code == 200
        assert message.lower() in page.lower()
        assert "Er is 1 fout" in page
        assert "aanbod-0-remark" in more or "blijft" in page
        assert lines(offered) == {("Frans", 2, None, 2)}
        offered.refresh_from_db()
        assert offered.version == 1

    def test_the_same_subject_and_trimester_twice(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        french = SubjectFactory(name="Frans")
        twice = offer_post(row(french, 1, 1, graad=2), row(french, "", 2, graad=2))

        page = logged_in(mentor).post(EDIT, twice).content.decode()

        assert "Frans, 2de graad, staat al in een andere rij voor T2." in page

    def test_the_same_subject_in_other_trimesters_is_fine(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        french = SubjectFactory(name="Frans")
        apart = offer_post(
            row(french, 1, graad=2), row(french, "", 2, graad=2, kinds=["observation"])
        )

        logged_in(mentor).post(EDIT, apart)

        assert lines(offered) == {("Frans", 2, 1, 1), ("Frans", 2, 2, 2)}

    @pytest.mark.parametrize(
        ("periods", "message"),
        [
            ([period("2017-12-15", "2017-12-04")], "De laatste dag valt voor de eerste dag."),
            ([period("2016-12-04", "2016-12-05")], "Kies dagen in dit schooljaar"),
            ([period("2017-02-30", "2017-03-01")], "geldige datum"),
            (
                [period("2017-12-04", "2017-12-15"), period("2017-12-15", "2017-12-20", "B")],
                "Deze periode overlapt met",
            ),
            ([period("2017-12-04", "", "B")], "verplicht"),
        ],
    )
    def test_wrong_periods(
        self, offered: SchoolYear, mentor: Membership, periods: list, message: str
    ) -> None:
        french = row(SubjectFactory(name="Frans"), 2, 2, 2, graad=2)

        answer = logged_in(mentor).post(EDIT, offer_post(french, blocked=tuple(periods)))

        assert message in answer.content.decode()
        assert not BlockedPeriod.objects.exists()

    def test_a_campus_of_another_school(
        self, offered: SchoolYear, mentor: Membership, mentor_elsewhere: Membership
    ) -> None:
        CampusFactory(school=mentor.school, number=2, is_head=False)
        foreign = mentor_elsewhere.school.campuses.get()

        logged_in(mentor).post(
            EDIT, offer_post(row(SubjectFactory(name="Frans"), 1, campus=foreign.pk))
        )

        assert not Offer.objects.filter(campus=foreign).exists()

    @pytest.mark.parametrize(
        "sent", [{}, {"aanbod-TOTAL_FORMS": "9999999"}, {"version": "x"}, {"meer": "rijen"}]
    )
    def test_a_mangled_post_is_no_error_of_ours(
        self, offered: SchoolYear, mentor: Membership, sent: dict
    ) -> None:
        answer = logged_in(mentor).post(EDIT, sent)

        assert answer.status_code == 200
        assert lines(offered) == {("Frans", 2, None, 2)}


class TestMoreRows:
    def test_rows_are_added_and_nothing_typed_is_lost_or_judged(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        sent = offer_post(
            row(SubjectFactory(name="Frans"), "veel", 2, 2, remark="typisch"),
            row(SubjectFactory(name="Latijn"), 4),
            stored=1,
            meer="rijen",
        )

        answer = logged_in(mentor).post(EDIT, sent)

        page, grid = answer.content.decode(), answer.context["forms"].grid
        assert "Er is" not in page
        assert 'value="veel"' in page
        assert 'value="typisch"' in page
        assert [form["t1"].value() for form in grid][:2] == ["veel", "4"]
        assert len(grid.forms) == 8
        assert grid.initial_form_count() == 1
        assert lines(offered) == {("Frans", 2, None, 2)}


class TestStale:
    def test_a_colleague_who_saved_first_is_shown_and_nothing_is_lost(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        french, client = SubjectFactory(name="Frans"), logged_in(mentor)
        client.post(EDIT, offer_post(row(french, 3, 3, 3, graad=2)))

        answer = client.post(EDIT, offer_post(row(french, 5, 3, 3, graad=2, remark="nieuw")))

        page = answer.content.decode()
        assert "Intussen gewijzigd" in page
        (change,) = answer.context["changes"]
        assert change.what == "Frans, 2de graad"
        assert change.stored == "T1: 3, T2: 3, T3: 3 (Alle soorten stage)"
        assert change.typed == "T1: 5, T2: 3, T3: 3 (Alle soorten stage – nieuw)"
        assert lines(offered) == {("Frans", 2, None, 3)}
        assert answer.context["forms"].stance["version"].value() == "2"
        assert 'value="nieuw"' in page

        client.post(EDIT, offer_post(row(french, 5, 3, 3, graad=2), version=2))
        assert ("Frans", 2, 1, 5) in lines(offered)

    def test_the_same_form_sent_twice_is_saved_once_and_answered_alike(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        client, sent = logged_in(mentor), offer_post(row(SubjectFactory(name="Frans"), 3))

        answers = [client.post(EDIT, sent) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        offered.refresh_from_db()
        assert offered.version == 2

    def test_a_year_chosen_in_another_tab_does_not_change_where_this_one_saves(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        client = logged_in(mentor)
        page = client.get(f"{EDIT}?jaar=2017-2018").content.decode()

        assert f'action="{EDIT}?jaar=2017-2018"' in page


class TestConfirming:
    def test_all_still_right_in_one_click(self, offered: SchoolYear, mentor: Membership) -> None:
        client = logged_in(mentor)
        assert "Nog niet bevestigd" in client.get(READ).content.decode()

        answer = client.post(CONFIRM, {"version": 1}, follow=True)

        page = answer.content.decode()
        assert "Laatst bevestigd" in page
        assert "wo 10 mei 2017" in page
        assert "Nog niet bevestigd" not in page

    def test_what_changed_meanwhile_is_not_confirmed_unseen(
        self, offered: SchoolYear, mentor: Membership
    ) -> None:
        answer = logged_in(mentor).post(CONFIRM, {"version": 7}, follow=True)

        offered.refresh_from_db()
        assert offered.confirmed_at is None
        assert "intussen gewijzigd" in answer.content.decode()

    @pytest.mark.parametrize("version", ["", "x", "\x00", "-1", "9" * 400])
    def test_a_mangled_version_confirms_nothing(
        self, offered: SchoolYear, mentor: Membership, version: str
    ) -> None:
        assert logged_in(mentor).post(CONFIRM, {"version": version}).status_code == 302
        offered.refresh_from_db()
        assert offered.confirmed_at is None

    def test_nothing_to_confirm(self, open_day: AcademicYear, mentor: Membership) -> None:
        answer = logged_in(mentor).post(CONFIRM, {"version": 0}, follow=True)

        assert "Vul eerst uw aanbod in." in answer.content.decode()
        assert not SchoolYear.objects.exists()

    def test_a_get_confirms_nothing(self, offered: SchoolYear, mentor: Membership) -> None:
        assert logged_in(mentor).get(CONFIRM).status_code == 405


class TestPhase:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            ("2017-05-01 23:59+02:00", "vanaf di 2 mei 2017"),
            ("2018-07-04 00:01+02:00", "tot en met di 3 juli 2018"),
        ],
    )
    def test_closed_is_read_only_and_says_from_or_until_when(
        self, year_2017: AcademicYear, mentor: Membership, day: str, words: str
    ) -> None:
        stored = SchoolYearFactory(school=mentor.school, year=year_2017)
        sent = offer_post(row(SubjectFactory(name="Frans"), 2))
        with time_machine.travel(day, tick=False):
            client = logged_in(mentor)
            page = client.get(f"{READ}?jaar=2017-2018").content.decode()
            answer = client.post(f"{EDIT}?jaar=2017-2018", sent)
            client.post(f"{CONFIRM}?jaar=2017-2018", {"version": 1})

            assert words in page
            assert "Aanbod wijzigen" not in page
            assert client.get(f"{EDIT}?jaar=2017-2018").status_code == 302
        assert words in answer.content.decode()
        assert 'name="aanbod-0-t1"' in answer.content.decode()
        stored.refresh_from_db()
        assert (stored.version, stored.offers.count()) == (1, 0)

    @pytest.mark.parametrize("day", ["2017-05-02 00:01+02:00", "2018-07-03 23:59+02:00"])
    def test_the_first_and_the_last_day_are_inside(
        self, year_2017: AcademicYear, mentor: Membership, day: str
    ) -> None:
        with time_machine.travel(day, tick=False):
            sent = offer_post(row(SubjectFactory(name="Frans"), 2), version=0)
            logged_in(mentor).post(f"{EDIT}?jaar=2017-2018", sent)

        assert Offer.objects.count() == 1


class TestRights:
    @pytest.mark.parametrize(
        ("who", "read", "change"),
        [
            ("mentor", 200, 200),
            ("subject_mentor", 200, 403),
            ("coordinator", 404, 404),
            ("colleague", 404, 404),
            ("administrator", 403, 403),
        ],
    )
    def test_who_reads_and_who_changes(
        self, offered: SchoolYear, request: pytest.FixtureRequest, who: str, read: int, change: int
    ) -> None:
        client = logged_in(request.getfixturevalue(who))

        assert client.get(READ).status_code == read
        assert client.get(EDIT).status_code == change
        if change != 200:
            assert client.post(EDIT, offer_post()).status_code == change
            assert client.post(CONFIRM, {"version": 1}).status_code == change
            offered.refresh_from_db()
            assert offered.version == 1

    def test_a_mentor_elsewhere_changes_only_the_own_school(
        self, offered: SchoolYear, mentor_elsewhere: Membership
    ) -> None:
        sent = offer_post(row(SubjectFactory(name="Latijn"), 1), version=0, school=offered.pk)

        logged_in(mentor_elsewhere).post(EDIT, sent)

        assert lines(offered) == {("Frans", 2, None, 2)}
        assert lines(SchoolYear.objects.get(school=mentor_elsewhere.school)) == {
            ("Latijn", None, 1, 1)
        }

    def test_a_vakmentor_is_offered_no_buttons(
        self, offered: SchoolYear, subject_mentor: Membership
    ) -> None:
        page = logged_in(subject_mentor).get(READ).content.decode()

        assert "Alles klopt nog" not in page
        assert "Aanbod wijzigen" not in page
        assert "Een schoolmentor van uw school wijzigt" in page


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_queries_of_the_pages_do_not_grow(
    offered: SchoolYear, mentor: Membership, django_assert_max_num_queries, number: int
) -> None:
    for _ in range(number):
        offered.offers.create(subject=SubjectFactory(), places=1)
    client = logged_in(mentor)

    with django_assert_max_num_queries(10):
        assert client.get(READ).status_code == 200
    with django_assert_max_num_queries(11):
        assert client.get(EDIT).status_code == 200


def test_another_year_is_chosen_on_a_page_that_names_its_year(
    offered: SchoolYear, mentor: Membership
) -> None:
    SchoolYearFactory(school=mentor.school, year=YearFactory(start_year=2018))
    client = logged_in(mentor)

    answer = client.post(
        reverse("choose_year"),
        {"jaar": "2018-2019", "next": f"{READ}?jaar=2017-2018"},
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == READ
    assert answer.context["year"].name == "2018-2019"
