"""Translations without gettext's programs: compiling them, and checking that none is missing.

Every msgid is Dutch, so Dutch is complete by nature; `locale/en` holds the English. `locale/nl`
only overrides the Dutch of other packages, whose msgids are English; nothing is extracted into it.
`.mo` files are not in the repository: `make demo`, `make test` and the container make them with
Babel.

    python -m lerarenstage.translations compile    what changed since the last time
    python -m lerarenstage.translations check      is each text of the program translated, soundly
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE_DIR = BASE_DIR / "locale"
LANGUAGES = ("en",)
OVERRIDES = ("nl",)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
MAKE_MESSAGES = [
    "makemessages",
    *(f"--locale={language}" for language in LANGUAGES),
    "--no-obsolete",
    "--no-wrap",
    "--add-location=file",
    "--ignore=.venv",
    "--ignore=.local",
    "--ignore=staticfiles",
    "--ignore=tests",
]


def compile_changed(locale_dir: Path = LOCALE_DIR) -> list[Path]:
    """Compile each `.po` that is newer than its `.mo`; give the files that were written."""
    written = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".new", delete=False) as file:
            write_mo(file, _read(source))
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
        written.append(target)
    return written


def find_faults(catalog: Catalog) -> Iterator[str]:
    """Each text without a finished translation, or with other placeholders than its source."""
    for message in catalog:
        if not message.id:
            continue
        sources, results = _forms(message.id), _forms(message.string)
        where = f"{catalog.locale}: {sources[0]!r}"
        if message.fuzzy:
            yield f"{where} is marked fuzzy"
        elif not all(results):
            yield f"{where} has no translation"
        elif _placeholders(sources[-1]) != _placeholders(results[-1]):
            yield f"{where} has other placeholders in its translation"


def check() -> list[str]:
    """Extract the texts of the program anew and compare; the files are left as they were."""
    faults = []
    with tempfile.TemporaryDirectory() as kept:
        for language in LANGUAGES:
            shutil.copy(_po(language), Path(kept, language))
        try:
            make_messages()
            for language in LANGUAGES:
                before, after = _read(Path(kept, language)), _read(_po(language))
                faults += [
                    f"{language}: {text!r} is new or gone: run `make messages`"
                    for text in sorted(_texts(before) ^ _texts(after))
                ]
                faults += find_faults(after)
            for language in OVERRIDES:
                faults += find_faults(_read(_po(language)))
        finally:
            for language in LANGUAGES:
                shutil.copy(Path(kept, language), _po(language))
    return faults


def make_messages() -> None:
    """Bring the `.po` files up to date with the program. Needs the programs of gettext."""
    if shutil.which("xgettext") is None:
        raise SystemExit("gettext is not installed; on Debian: apt-get install gettext")
    subprocess.run([sys.executable, str(BASE_DIR / "manage.py"), *MAKE_MESSAGES], check=True)


def _po(language: str) -> Path:
    return LOCALE_DIR / language / "LC_MESSAGES" / "django.po"


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name if path.suffix else None)


def _texts(catalog: Catalog) -> set[str]:
    return {_key(message) for message in catalog if message.id}


def _key(message: Message) -> str:
    return "|".join([message.context or "", *_forms(message.id)])


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)


def _placeholders(text: str) -> set[str]:
    return {name or position for name, position in PLACEHOLDER.findall(text)}


def main(arguments: list[str]) -> int:
    """The command line; see the top of this file."""
    match arguments:
        case ["compile"]:
            compile_changed()
        case ["extract"]:
            make_messages()
        case ["check"]:
            faults = check()
            sys.stderr.writelines(fault + "\n" for fault in faults)
            return 1 if faults else 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
