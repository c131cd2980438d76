"""Small instances in few words."""

from datetime import date

from matching.engine.instance import Instance, Line, Offer, Request, School

HOME = (51.05, 3.72)
NEAR, FAR = (51.06, 3.73), (51.2, 4.4)


def request(key="A1", *subjects, **changes):
    """A request for one trainee in Gent, in the first trimester."""
    defaults = {
        "trimester": 1,
        "first_day": date(2017, 10, 2),
        "last_day": date(2017, 10, 13),
        "lines": tuple(Line(subject, "active", 2) for subject in subjects or ("frans",)),
        "homes": (HOME,) * changes.get("size", 1),
    }
    return Request(key, **{**defaults, **changes})


def school(key=1, places=1, subjects=("frans",), **changes):
    """A school in Gent with so many places for each of these subjects, all year."""
    defaults = {
        "points": (NEAR,),
        "net": "go",
        "offers": tuple(Offer(subject, places) for subject in subjects),
    }
    return School(key, **{**defaults, **changes})


def instance(requests, schools):
    """An instance of these."""
    return Instance(tuple(requests), tuple(schools))
