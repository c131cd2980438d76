"""The figures of a run, from what went in and what came out."""

from dataclasses import replace
from datetime import date

from matching.engine.instance import Instance, Line, Offer, Request, School
from matching.engine.outcome import Assignment, Call, Outcome, Score
from matching.figures import figures_of

GENT, BRUSSELS = (51.05, 3.72), (50.85, 4.35)


def request(key: str, *subjects: str, **fields: object) -> Request:
    """A request in trimester 1 for one trainee, from Gent."""
    plain = {"institution": "Noord", "homes": (GENT,)}
    return Request(
        key=key,
        trimester=1,
        first_day=date(2017, 10, 16),
        last_day=date(2017, 10, 27),
        lines=tuple(Line(subject, "active") for subject in subjects),
        **{**plain, **fields},  # type: ignore[arg-type]
    )


WHOLE = Instance(
    requests=(
        request("a", "frans", size=2, preferences=(1,)),
        request("b", "frans", "latijn", may_split=True, is_hardship=True, institution="Zuid"),
        request("c", "latijn", homes=(None,)),
        request("d", "frans", fixed_at=2),
    ),
    schools=(
        School(1, points=(GENT,), province="oost-vlaanderen", offers=(Offer("frans", 1, 1),)),
        School(2, points=(BRUSSELS,), province="brussel", offers=(Offer("latijn", 2),)),
    ),
)
OUTCOME = Outcome(
    assignments=(
        Assignment("a", 1, ("frans",), 1, 20),
        Assignment("b", 1, ("frans",), 6, 40),
        Assignment("b", 2, ("latijn",), 6, 500),
        Assignment("d", 2, ("frans",), 1, 510, is_fixed=True),
    ),
    unplaced=(("c", ("latijn",)),),
    bound=30,
    is_optimal=False,
    stopped_by_time=True,
    calls=(Call(2, "latijn", 1, 1),),
    score=Score(unplaced=60),
    wanted=5,
)


def test_a_run_in_figures() -> None:
    rows = {"mean_rank": 6.0, "mean_km": 27.0, "first_choice": 0}
    nothing = {"mean_rank": None, "mean_km": None, "first_choice": 0}
    assert figures_of(WHOLE, OUTCOME, {"e": "Waarom."}) == {
        "wanted": 5,
        "placed": 4,
        "bound": 4,
        "is_optimal": False,
        "stopped_by_time": True,
        "requests": {"wanted": 4, "placed": 3, "partly": 0, "without": 1, "fixed": 1},
        "hardship": {"wanted": 1, "placed": 1},
        "split": {"requests": 1, "trainees": 1},
        "ranks": [
            {"rank": 1, "trainees": 2},
            {"rank": 2, "trainees": 0},
            {"rank": 3, "trainees": 0},
            {"rank": 4, "trainees": 0},
            {"rank": 5, "trainees": 0},
            {"rank": 6, "trainees": 1},
        ],
        "mean_rank": 3.5,
        "mean_km": 14.5,
        "load": [
            {"from": 0, "to": 25, "schools": 0},
            {"from": 25, "to": 50, "schools": 1},
            {"from": 50, "to": 75, "schools": 0},
            {"from": 75, "to": 100, "schools": 0},
            {"from": 100, "to": None, "schools": 1},
        ],
        "institutions": [
            {
                "name": "Noord",
                "wanted": 4,
                "placed": 3,
                "mean_rank": 1.0,
                "mean_km": 2.0,
                "first_choice": 2,
            },
            {"name": "Zuid", "wanted": 1, "placed": 1, **rows},
        ],
        "subjects": [
            {
                "name": "frans",
                "wanted": 4,
                "placed": 4,
                "mean_rank": 2.67,
                "mean_km": 2.7,
                "first_choice": 2,
            },
            {"name": "latijn", "wanted": 2, "placed": 1, **rows, "mean_km": 50.0},
        ],
        "provinces": [
            {"name": "", "wanted": 1, "placed": 0, **nothing},
            {
                "name": "oost-vlaanderen",
                "wanted": 4,
                "placed": 4,
                "mean_rank": 3.5,
                "mean_km": 14.5,
                "first_choice": 2,
            },
        ],
        "calls": [{"school": 2, "subject": "latijn", "trimester": 1, "trainees": 1}],
        "left_out": [{"request": "e", "why": "Waarom."}],
    }


def test_what_is_placed_is_never_above_the_bound_in_whole_trainees() -> None:
    """Half a trainee without a place, and a bound of half a trainee: both round down."""
    found = figures_of(WHOLE, replace(OUTCOME, score=Score(unplaced=30), bound=30))
    assert (found["placed"], found["bound"]) == (4, 4)
    found = figures_of(WHOLE, replace(OUTCOME, score=Score(unplaced=90), bound=59))
    assert (found["placed"], found["bound"]) == (3, 4)


def test_nothing_at_all_has_figures_too() -> None:
    empty = Outcome((), (), 0, is_optimal=True, stopped_by_time=False)
    found = figures_of(Instance((), ()), empty)
    assert (found["wanted"], found["mean_rank"], found["institutions"]) == (0, None, [])
