"""What a browser sends for the page of the offer."""

from typing import Any

from institutions.enums import ActivityKind

ALL = [kind.value for kind in ActivityKind]


def row(subject: Any, t1: Any = "", t2: Any = "", t3: Any = "", **more: Any) -> dict[str, Any]:
    """A row of the grid as typed."""
    typed = {"subject": getattr(subject, "pk", subject), "graad": "", "t1": t1, "t2": t2, "t3": t3}
    return {**typed, "kinds": ALL, "remark": "", **more}


def period(first_day: str, last_day: str, reason: str = "Examens") -> dict[str, Any]:
    """A blocked period as typed."""
    return {"first_day": first_day, "last_day": last_day, "reason": reason}


def offer_post(
    *rows: dict[str, Any], blocked: tuple[dict[str, Any], ...] = (), stored: int = 0, **more: Any
) -> dict[str, Any]:
    """The whole form, with a stance of yes to ten at the same time unless told otherwise."""
    data: dict[str, Any] = {
        "version": 1,
        "stance": "yes",
        "stance_reason": "",
        "total_at_same_time": 10,
        **_rows("aanbod", rows, stored),
        **_rows("blokkade", blocked, 0),
        **more,
    }
    return data


def _rows(prefix: str, rows: tuple[dict[str, Any], ...], stored: int) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows) + 1,
        f"{prefix}-INITIAL_FORMS": stored,
    }
    blank = {"kinds": ALL} if prefix == "aanbod" else {}
    for index, typed in enumerate([*rows, blank]):
        data |= {f"{prefix}-{index}-{name}": value for name, value in typed.items()}
    return data
