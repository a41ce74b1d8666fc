"""Databases made for one measurement and removed after it."""

from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

SQLITE = "sqlite"


@contextmanager
def temporary_database(where: str, folder: Path):
    """Make an empty database, give its address as DATABASE_URL takes it, remove it.

    where is "sqlite", for a file in the folder, or the postgres:// address of any
    database of a server on which one may create others; that one is only used to
    connect. Raises psycopg2.Error.
    """
    if where == SQLITE:
        file = folder / "bench.sqlite3"
        yield f"sqlite:///{file.resolve()}"
        for made in folder.glob(f"{file.name}*"):
            made.unlink()
        return
    name = f"bench_{token_hex(6)}"
    _tell(where, "CREATE DATABASE {}", name)
    try:
        yield urlsplit(where)._replace(path=f"/{name}").geturl()
    finally:
        _tell(where, "DROP DATABASE {}", name)


def _tell(where, order, name):
    connection = psycopg2.connect(where)
    try:
        # A database can be neither made nor removed inside a transaction.
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(order).format(sql.Identifier(name)))
    finally:
        connection.close()
