"""How each status looks: a tone and a shape. The word comes from its enum."""

from typing import NamedTuple


class Look(NamedTuple):
    """A tone of the style sheet (`neutral`, `busy`, `good`, `soon`, `bad`) and an icon."""

    tone: str
    icon: str


UNKNOWN = Look("neutral", "info")

LOOKS = {
    # Stageaanvragen, voorstellen and their lines
    "draft": Look("neutral", "draft"),
    "to_check": Look("soon", "waiting"),
    "submitted": Look("busy", "sent"),
    "held": Look("busy", "waiting"),
    "waiting": Look("busy", "waiting"),
    "proposed": Look("busy", "waiting"),
    "open": Look("busy", "waiting"),
    "accepted": Look("good", "check"),
    "partially_accepted": Look("good", "part"),
    "refused": Look("bad", "cross"),
    "withdrawn": Look("neutral", "minus"),
    "expired": Look("neutral", "stop"),
    "cancelled": Look("bad", "ban"),
    # The school's stance
    "yes": Look("good", "check"),
    "maybe": Look("soon", "part"),
    "no": Look("bad", "cross"),
    # Phases
    "phase_open": Look("good", "check"),
    "phase_upcoming": Look("neutral", "waiting"),
    "phase_closed": Look("neutral", "stop"),
    # Stages; planned and running as below
    "completed": Look("good", "check"),
    # Due dates
    "due": Look("neutral", "waiting"),
    "soon": Look("soon", "late"),
    "late": Look("bad", "late"),
    # Effects, imports, mails
    "pending": Look("busy", "waiting"),
    "done": Look("good", "check"),
    "failed": Look("bad", "cross"),
    "sent": Look("good", "sent"),
    "sending": Look("busy", "sent"),
    "withheld": Look("soon", "stop"),
    "dropped": Look("neutral", "ban"),
    "confirmed": Look("good", "check"),
    "unconfirmed": Look("soon", "late"),
    "active": Look("good", "check"),
    "inactive": Look("neutral", "minus"),
    "invited": Look("busy", "sent"),
    # Matching: runs, and what came of each request
    "queued": Look("busy", "waiting"),
    "running": Look("busy", "part"),
    "interrupted": Look("soon", "late"),
    "ready": Look("soon", "waiting"),
    "publishing": Look("busy", "sent"),
    "published": Look("good", "check"),
    "discarded": Look("neutral", "minus"),
    "planned": Look("neutral", "draft"),
    "put_to_school": Look("good", "sent"),
    "suggested": Look("busy", "waiting"),
    "dismissed": Look("neutral", "minus"),
    "skipped": Look("soon", "late"),
    "without_place": Look("bad", "cross"),
    # Stageovereenkomsten
    "signed": Look("good", "check"),
    "replaced": Look("neutral", "minus"),
    "lapsed": Look("neutral", "ban"),
}


def look_of(value: object) -> Look:
    """The look of an enum member or its value; a quiet one for what is not known here."""
    return LOOKS.get(str(getattr(value, "value", value)).lower(), UNKNOWN)
