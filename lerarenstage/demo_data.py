"""The demo's database: brought up to date and filled, or emptied."""

import contextlib
import io
import logging
from collections.abc import Callable

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

# Names that can never be somebody's mail address (RFC 2606): only demo accounts have them.
DEMO_ADDRESS = r"@(.+\.)?(example|test|invalid|localhost|example\.(com|net|org))$"
OWN_TABLES_WITHOUT_MODEL = {"cache", "django_migrations"}


def prepare_database(say: Callable[[str], None]) -> str:
    """Check the settings, migrate, load the demo data; give what load_demo tells (the logins)."""
    django.setup()
    from django.db import connections

    try:
        # The rest of the checks is about the program; this is about how it is installed.
        call_command("check", tags=["security", "database"], stdout=io.StringIO())
        say("Bringing the database up to date ...")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        say("Loading the demo data (the first time takes half a minute) ...")
        told = _told_by_load_demo()
    finally:
        connections.close_all()
    return told


def _told_by_load_demo() -> str:
    """Run it, and keep what it tells itself; what its parts report along the way is left out."""
    told = io.StringIO()
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("load_demo", stdout=told)
    finally:
        logging.disable(logging.NOTSET)
    return told.getvalue()


def empty_database() -> None:
    """Remove every table of the database that DATABASE_URL names.

    Raises:
        ImproperlyConfigured: when it holds anything that is not a demo: tables of another
            program, or an account with a mail address that could be a person's.
    """
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        strange = tables - set(_own_tables())
        if strange or ("accounts_user" in tables and _has_real_accounts()):
            raise ImproperlyConfigured(
                "The database that DATABASE_URL names does not look like a demo, so it is left "
                f"alone ({', '.join(sorted(strange)) or 'accounts of real people'}). "
                "Empty it yourself."
            )
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def _own_tables() -> set[str]:
    from django.db import connection

    models = connection.introspection.django_table_names(include_views=True)
    return OWN_TABLES_WITHOUT_MODEL.union(models)


def _has_real_accounts() -> bool:
    from accounts.models import User

    return User.objects.exclude(email__iregex=DEMO_ADDRESS).exists()
