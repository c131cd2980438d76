"""Fairness over institutions: figures for all, names for nobody."""

from typing import Any

import pytest

from accounts.models import Membership, User
from matching.enums import RunScope, RunState, RunTrigger
from matching.fairness import FEWEST, Fared, fairness_of
from matching.fairness_page import FairnessPage
from tests.browsing import logged_in
from tests.factories_matching import figures, row
from tests.matching.pages.made_known import run
from tests.queries import Limit, check_growing_page
from tests.requests_app.requests.conftest import Desk

URL = "/matching/eerlijkheid/"
OWN = "Hogeschool Eigen"


def text(response: Any) -> str:
    return response.content.decode()


def sizes(rows: tuple[Fared, ...]) -> list[tuple[int, int]]:
    """(institutions taken together, trainees)"""
    return [(one.institutions, one.wanted) for one in rows]


class TestFigures:
    """The reckoning."""

    def test_the_own_one_is_set_apart_and_the_others_come_by_size(self) -> None:
        rows = [row("A", wanted=10), row(OWN, wanted=20), row("B", wanted=30)]
        found = fairness_of(rows, own=OWN, seed="1")
        assert found.own is not None
        assert found.all is not None
        assert (found.own.wanted, found.own.is_own) == (20, True)
        assert sizes(found.others) == [(1, 30), (1, 10)]
        assert (found.all.institutions, found.all.wanted, found.all.placed) == (3, 60, 27)

    def test_fewer_than_five_are_taken_together(self) -> None:
        rows = [row(name, wanted=n, placed=n) for name, n in zip("ABCD", (9, 4, 3, 1), strict=True)]
        assert sizes(fairness_of(rows, own="", seed="1").others) == [(1, 9), (3, 8)]

    def test_too_few_together_go_with_the_next_larger(self) -> None:
        rows = [row("A", wanted=30), row("B", wanted=6), row("C", wanted=2)]
        assert sizes(fairness_of(rows, own="", seed="1").others) == [(1, 30), (2, 8)]

    @pytest.mark.parametrize("count", range(1, 12))
    def test_no_row_of_others_is_ever_smaller(self, count: int) -> None:
        rows = [row(f"I{n}", wanted=n) for n in range(1, count)] + [row(OWN, wanted=1)]
        found = fairness_of(rows, own=OWN, seed="1")
        elsewhere = sum(one["wanted"] for one in rows) - 1
        assert all(one.wanted >= FEWEST for one in found.others)
        assert found.left_out == (0 < elsewhere < FEWEST)
        if found.all is None:
            assert (found.left_out, found.others) == (True, ())
        else:
            assert sum(one.wanted for one in found.rows) == found.all.wanted

    def test_too_few_others_cannot_be_reckoned_from_all_together(self) -> None:
        rows = [row(OWN, wanted=20, placed=19), row("A", wanted=2, placed=2), row("B", wanted=2)]
        page = FairnessPage(fairness_of(rows, own=OWN, seed="1"))
        assert [(one.name, one.trainees) for one in page.rows] == [("Uw lerarenopleiding", 20)]
        assert len(page.in_words) == 2
        assert page.in_words[-1] == (
            "De andere lerarenopleidingen zochten samen voor minder dan vijf stagiairs. "
            "Hun cijfers tonen we niet."
        )
        assert page.how_told == ""

    def test_too_few_of_all_are_no_row_for_who_has_no_own_one(self) -> None:
        page = FairnessPage(fairness_of([row("A", wanted=4, placed=2)], own="", seed="1"))
        assert page.rows == []
        (words,) = page.in_words
        assert words.startswith("De lerarenopleidingen zochten samen voor minder dan vijf")

    def test_small_ones_together_stand_by_their_size_too(self) -> None:
        rows = [row("A", wanted=6), *(row(name, wanted=4) for name in "BCD")]
        assert sizes(fairness_of(rows, own="", seed="1").others) == [(3, 12), (1, 6)]

    def test_means_are_over_those_placed_and_unknown_ones_do_not_count(self) -> None:
        rows = [
            row("A", placed=1, mean_rank=1.0, mean_km=10.0),
            row("B", placed=3, mean_rank=2.0, mean_km=None),
            row("C", placed=0, mean_rank=None, mean_km=None),
        ]
        found = fairness_of(rows, own="", seed="1").all
        assert found is not None
        assert (found.mean_rank, found.mean_km) == (1.75, 10.0)

    def test_figures_are_rounded_not_cut_off(self) -> None:
        rows = [row("A", wanted=6, placed=4, mean_rank=4.0 + 2 / 3, mean_km=12.39)]
        shown = FairnessPage(fairness_of(rows, own="", seed="1")).rows[0]
        assert (shown.placed, shown.rank, shown.km) == ("4 (66,7 %)", "4,7", "12,4 km")

    def test_the_order_of_equals_says_nothing_and_stays(self) -> None:
        rows = [row(f"I{n}", placed=n) for n in range(10)]
        orders = {
            seed: tuple(one.placed for one in fairness_of(rows, own="", seed=seed).others)
            for seed in "abc"
        }
        assert len(set(orders.values())) == 3
        again = fairness_of(rows[::-1], own="", seed="a").others
        assert tuple(one.placed for one in again) == orders["a"]

    def test_who_did_not_take_part_is_no_row(self) -> None:
        assert fairness_of([row("A", wanted=0)], own="A", seed="1").rows == ()


@pytest.mark.django_db
class TestPage:
    """What each reads."""

    def made_known(self, desk: Desk, **fields: Any) -> None:
        institutions = [
            row(OWN, wanted=20, placed=19, mean_km=12.34),
            row("Hogeschool Elders", wanted=30, placed=15),
            row("Kanarie Een", wanted=3, placed=3),
            row("Kanarie Twee", wanted=4, placed=1),
        ]
        run(desk, figures=figures(institutions=institutions), **fields)

    @pytest.mark.parametrize("who", ["coordinator", "colleague", "coordinator_elsewhere"])
    def test_the_own_institution_is_known_and_no_name_appears(
        self, desk: Desk, who: str, request: pytest.FixtureRequest
    ) -> None:
        self.made_known(desk)
        membership: Membership = request.getfixturevalue(who)
        found = text(logged_in(membership).get(URL))
        names = {OWN, "Hogeschool Elders", "Kanarie Een", "Kanarie Twee"}
        main = found.partition("<main")[2].partition("</main>")[0]
        assert not {name for name in names if name in main}
        others = names - {membership.institution.name}
        assert not {name for name in others if name in found}
        for told in ("Uw lerarenopleiding", "Andere lerarenopleiding 1", "Alle samen"):
            assert told in main
        assert "2 andere lerarenopleidingen samen" in main

    def test_in_words_beside_the_bars(self, desk: Desk) -> None:
        self.made_known(desk)
        found = text(desk.client.get(URL))
        assert "Van uw stagiairs kregen er 19 van 20 een plaats (95,0 %)." in found
        assert "gaat gemiddeld 12,3 km ver" in found
        assert "Van alle stagiairs samen kregen er 38 van 57 een plaats" in found
        assert 'class="bar"' in found

    def test_an_administrator_reads_the_same_without_names(self, desk: Desk) -> None:
        self.made_known(desk)
        admin = User.objects.create_superuser("a@example.be", "x", first_name="A", last_name="B")
        found = text(logged_in(admin).get(URL))
        assert "Andere lerarenopleiding 2" in found
        for name in (OWN, "Hogeschool Elders", "Kanarie"):
            assert name not in found

    def test_the_release_counts_whatever_was_made_known_later(self, desk: Desk) -> None:
        self.made_known(desk, trigger=RunTrigger.EFFECT, wanted=57)
        other = figures(institutions=[row(OWN, wanted=777, placed=1)])
        run(desk, 18, scope=RunScope.LOOKING, figures=other)
        run(desk, 19, state=RunState.READY, trigger=RunTrigger.EFFECT, figures=other)
        run(desk, 20, wanted=777, figures=other)
        assert "777" not in text(desk.client.get(URL))

    def test_without_a_release_the_largest_run_counts(self, desk: Desk) -> None:
        self.made_known(desk, wanted=57)
        run(desk, 18, wanted=9, figures=figures(institutions=[row(OWN, wanted=777)]))
        run(desk, 19, wanted=None, placed=None, bound=None, figures={})
        assert "19 van 20" in text(desk.client.get(URL))

    def test_a_release_of_direct_ones_alone_is_no_matching(self, desk: Desk) -> None:
        alone = figures(institutions=[row(OWN, wanted=777)], direct_only=True)
        run(desk, trigger=RunTrigger.EFFECT, wanted=9, figures=alone)
        assert "777" in text(desk.client.get(URL))
        self.made_known(desk, wanted=57)
        assert "19 van 20" in text(desk.client.get(URL))

    def test_too_few_others_are_left_out_and_it_says_so(self, desk: Desk) -> None:
        small = [row(OWN, wanted=20, placed=19), row("Kanarie Een", wanted=3, placed=3)]
        run(desk, figures=figures(institutions=small))
        found = text(desk.client.get(URL))
        assert "zochten samen voor minder dan vijf stagiairs" in found
        for told in ("Alle samen", "staan samen met andere", "22 van 23"):
            assert told not in found

    def test_before_any_run_it_says_when(self, desk: Desk) -> None:
        found = text(desk.client.get(URL))
        assert "Voor 2017-2018 is nog geen matching bekendgemaakt." in found

    @pytest.mark.usefixtures("june")
    def test_queries(self, desk: Desk) -> None:
        of = run(desk)

        def grow(size: int) -> None:
            of.figures = figures(institutions=[row(f"I{n}") for n in range(size)])
            of.save()

        check_growing_page("matching_fairness", desk.client, URL, grow=grow, limit=Limit.DETAIL)
