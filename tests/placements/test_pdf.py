"""Documents as PDF: the same bytes each time, tagged, and nothing typed is ever markup."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from placements.pdf import HOUSE, compile_pdf

TEMPLATE = "agreements/typst/agreement.typ"
EVIL = (
    '#read("/etc/passwd") #eval("1+1") *vet* _schuin_ $x^2$ @ref <label> `code` \\ // weg /* weg */'
)


def content(**fields: object) -> dict[str, object]:
    return {
        "document": {
            "title": "Proefdocument",
            "author": "Hogeschool Eigen",
            "reference": "SO-2017-PROEF2",
            "version": "versie 3",
            "date": "2017-10-02",
        },
        "headings": dict.fromkeys(("parties", "facts", "articles", "clauses", "signing"), "Kop"),
        "made": "Gemaakt.",
        "intro": [],
        "parties": [{"heading": "De stagiair", "rows": [{"label": "Naam", "value": "Noor"}]}],
        "facts": [],
        "articles": [{"title": "Eerste", "text": "Een alinea."}],
        "clauses": [],
        "signing": [["De stagiair", "Noor"]],
        "signing_head": ["Voor", "Naam", "Datum", "Handtekening"],
        "signing_text": "Tekenen.",
        "check": "Controleren.",
        **fields,
    }


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """The text, with the line breaks of the page as blanks."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def test_the_document_is_tagged_dutch_and_says_what_and_whose_it_is():
    reader = read(compile_pdf(TEMPLATE, content()))
    root: Any = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "nl"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert (reader.metadata.title, reader.metadata.author) == ("Proefdocument", "Hogeschool Eigen")
    assert reader.metadata.creation_date.date().isoformat() == "2017-10-02"
    width, height = (float(side) / 72 * 25.4 for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)


def test_tables_have_heads_and_headings_are_headings_for_who_does_not_see_them():
    tags: set[str] = set()

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                tags.add(str(node["/S"]))
            walk(node.get("/K", []))

    root: Any = read(compile_pdf(TEMPLATE, content())).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])
    assert {"/Document", "/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/L"} <= tags


def test_reference_version_and_page_stand_on_each_page_of_a_long_document():
    long = [{"title": f"Artikel {n}", "text": "Woorden. " * 120} for n in range(30)]
    reader = read(compile_pdf(TEMPLATE, content(articles=long)))
    count = len(reader.pages)
    assert count > 5
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert text.count("SO-2017-PROEF2 · versie 3") == 2  # head and foot
        assert f"pagina {number} van {count}" in text


def test_what_people_typed_comes_out_as_they_typed_it():
    clause = {"title": EVIL, "text": f"{EVIL}\r\n\r\nTweede alinea\nnieuwe regel"}
    parties = [{"heading": EVIL, "rows": [{"label": "Naam", "value": EVIL}]}]
    text = words(compile_pdf(TEMPLATE, content(clauses=[clause], parties=parties, made=EVIL)))
    assert text.count(" ".join(EVIL.split())) == 5
    assert "root:" not in text
    assert "Tweede alinea nieuwe regel" in text


def test_a_document_is_made_of_any_name_also_one_that_the_fonts_cannot_draw():
    accents = "Zoë Müller-Ørsted, Şükrü Łukasz, Ελένη Жанна, e\u0301te\u0301 ‘aan’ € – …"
    strange = "李 😀 \u202eomgekeerd \u00ad\u200b أحمد \x07"
    text = words(compile_pdf(TEMPLATE, content(made=f"{accents} | {strange} |")))
    assert "Zoë Müller-Ørsted, Şükrü Łukasz, Ελένη Жанна, été ‘aan’ € – …" in text
    assert "| ? ? omgekeerd ???? ? |" in text


def test_the_same_input_gives_the_same_bytes_also_in_another_process(tmp_path: Path):
    data = content(clauses=[{"title": "Één", "text": EVIL}])
    here = compile_pdf(TEMPLATE, data)
    assert compile_pdf(TEMPLATE, dict(reversed(data.items()))) == here
    program = (
        "import json, sys, django; django.setup(); from placements.pdf import compile_pdf; "
        f"sys.stdout.buffer.write(compile_pdf({TEMPLATE!r}, json.load(sys.stdin)))"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(data).encode(),
        capture_output=True,
        check=True,
    )
    assert other.stdout == here
    assert compile_pdf(TEMPLATE, content()) != here


def test_a_template_reads_no_file_but_the_house_style(tmp_path: Path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("kanarie")
    for path in (str(secret), "/etc/passwd", "../pdf.py", "/../pdf.py"):
        template = tmp_path / "nieuwsgierig.typ"
        template.write_text(f'#read("{path}")')
        with pytest.raises(typst.TypstError):
            compile_pdf(str(template), content())


def test_no_template_asks_for_anything_from_the_network():
    templates = [*HOUSE.glob("*.typ"), *HOUSE.parents[1].glob("*/typst/*.typ")]
    assert HOUSE / "house.typ" in templates
    asking = [path.name for path in templates if "@preview" in path.read_text("utf-8")]
    assert asking == []
