"""Documents as PDF: tagged (PDF/UA-1), A4, the same bytes for the same input.

    pdf = compile_pdf("agreements/typst/agreement.typ", {
        "document": {
            "title": "Stageovereenkomst",      # also the title of the PDF
            "author": "Hogeschool Voorbeeld",
            "reference": "SO-2017-K7QF3T",     # on each page, with the version
            "version": "versie 2",             # may be left out
            "date": "2017-10-02",              # of the document: the only date in it
            "lang": "nl",                      # or "en"; "nl" when it is left out
        },
        ...                                    # what the template itself reads
    })

A template is a file of this project, named from its root; it begins with

    #import "/house.typ": data, house, facts, listing, typed
    #show: house                               // or: #show: house.with(flipped: true, size: 9pt)

and reads `data`. What people typed reaches typst as JSON, so as strings, and is never read as
markup. The one folder that a template can read is that of `house.typ`. No font of the system, no
clock and no network takes part.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

HOUSE = Path(__file__).with_name("typst")
STANDARD: list[Any] = ["ua-1"]
# What the fonts inside typst draw, as far as names and sentences need it: Latin, Greek, Cyrillic,
# punctuation, currency, fractions, arrows and mathematics.
UNWRITABLE = re.compile(
    r"[^\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c"
    r"\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u1e00-\u1eff\u2000-\u200a\u2010-\u2027\u202f-\u2040"
    r"\u2070\u2074-\u208e\u20a0-\u20bf\u2116\u2122\u2153-\u215e\u2190-\u22ff]"
)
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
REPLACEMENT = "?"


def compile_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template with its data; the same input gives the same bytes.

    A character that the fonts inside typst cannot draw (an emoji, Chinese) becomes a question
    mark: PDF/UA refuses a glyph without meaning, and a document must not fail on a name.

    Arguments:
        template: a .typ file, by its path from the root of the project.
        data: what JSON can hold, with `document` (see above); dates as "2017-10-02".
    """
    day = date.fromisoformat(data["document"]["date"])
    compiled: Callable[..., bytes] = typst.compile  # its types want all paths of one kind
    return compiled(
        (settings.BASE_DIR / template).read_bytes(),
        root=HOUSE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(_writable(data), ensure_ascii=False, sort_keys=True)},
        pdf_standards=STANDARD,
        timestamp=datetime.combine(day, time(), UTC),
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside typst, read once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _writable(value: Any) -> Any:
    """The same with texts that can be drawn."""
    if isinstance(value, str):
        plain = value.replace("\r\n", "\n").replace("\t", " ")
        return UNWRITABLE.sub(REPLACEMENT, UNSEEN.sub("", unicodedata.normalize("NFC", plain)))
    if isinstance(value, Mapping):
        return {key: _writable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_writable(item) for item in value]
    return value
