"""A real PostgreSQL server, and each test's database in it."""

from __future__ import annotations

import secrets
import signal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg

from asynccourse.judge.services import Service
from asynccourse.judge.wires import Wires
from asynccourse.parts import needs
from asynccourse.parts.postgresql_wire import PostgresTalk
from asynccourse.parts.relay import Relay
from asynccourse.parts.server import Server

PORT = 5432
"""Only part of the name of its socket."""

DATABASE = "course"
LEARNER = "learner"

_SETTINGS = {
    "listen_addresses": "",
    # Nothing has to outlive the run.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "8MB",
    "max_connections": "100",
    "log_min_messages": "fatal",
}


class PostgresServer(Server):
    """One PostgreSQL, in a folder of its own, with no port."""

    name = "PostgreSQL"
    end_with = signal.SIGQUIT  # at once, but with its shared memory given back
    users = ("postgres", "nobody")

    def __init__(self) -> None:
        program = needs.postgres()
        assert program is not None, "an exercise says that it needs PostgreSQL"
        self.password = secrets.token_hex(16)
        self._programs = program.resolve().parent
        self._has_database = False
        super().__init__()

    @property
    def socket(self) -> Path:
        """Its socket."""
        return self.folder / f".s.PGSQL.{PORT}"

    def prepare(self) -> list[list[str]]:
        """Return how to make its data: whoever owns the server needs a password for it."""
        passwords, access = self.folder / "password", self.folder / "access"
        self.give(passwords, self.password)
        self.give(access, f"local {DATABASE} {LEARNER} trust\nlocal all judge password\n")
        return [
            [
                str(self._programs / "initdb"),
                "--no-sync",
                "--no-locale",
                "--encoding=UTF8",
                "--auth=password",
                "--username=judge",
                f"--pwfile={passwords}",
                "--wal-segsize=1",
                str(self._data),
            ]
        ]

    def serve(self) -> list[str]:
        """Return the server's command."""
        files = {"unix_socket_directories": self.folder, "hba_file": self.folder / "access"}
        settings = [f"{name}={value}" for name, value in (_SETTINGS | files).items()]
        options = [option for setting in settings for option in ("-c", setting)]
        return [str(self._programs / "postgres"), "-D", str(self._data), *options]

    def ready(self) -> tuple[Path, str]:
        """Return the file in which it says that it is ready."""
        return self._data / "postmaster.pid", "ready"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    async def make_database(self) -> None:
        """Make the database that all tests use in turn."""
        if not self._has_database:
            connection = await self.connect("postgres")
            await connection.execute(f"CREATE DATABASE {DATABASE}")
            await connection.close()
            self._has_database = True

    async def connect(self, database: str = DATABASE) -> asyncpg.Connection[Any]:
        """Return the judge's own connection to it, which may do anything."""
        return await asyncpg.connect(
            host=str(self.folder),
            port=PORT,
            user="judge",
            password=self.password,
            database=database,
            timeout=60,
        )


class PostgresDatabase(Relay):
    """One test's database: new, and the submission's own."""

    def __init__(
        self, wires: Wires, service: Service, watched: str, server: PostgresServer, folder: Path
    ) -> None:
        super().__init__(wires, service, watched, server.socket)
        self.dsn = f"postgresql://{LEARNER}@/{DATABASE}?host={quote(str(folder), safe='')}"
        self._owner = server

    async def fetch(self, query: str, *args: object) -> list[tuple[Any, ...]]:
        """Run a query of the judge's own, past all witnesses."""
        connection = await self._owner.connect()
        try:
            return [tuple(row) for row in await connection.fetch(query, *args)]
        finally:
            await connection.close()


class PostgreSQL:
    """Makes the databases of one test."""

    def __init__(self, wires: Wires, server: PostgresServer) -> None:
        self._wires = wires
        self._server = server

    async def database(self, setup: str, service: Service, watched: str) -> PostgresDatabase:
        """Return a new database, in which `setup` was run by the role that owns all there is.

        Each statement in whose text `watched` stands is a call of `service`, with the SQL and the
        parameters as its arguments; others pass by. The one before is gone.
        """
        await self._reset(setup)
        place = self._wires.room.place()
        database = PostgresDatabase(self._wires, service, watched, self._server, place)
        await database.start(place / f".s.PGSQL.{PORT}", PostgresTalk)
        self._wires.add(database)
        return database

    async def _reset(self, setup: str) -> None:
        await self._server.make_database()
        connection = await self._server.connect()
        try:
            await connection.execute(_RESET)
            await connection.execute(f"SET ROLE {LEARNER}; {setup}")
        finally:
            await connection.close()


_RESET = f"""
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '{LEARNER}';
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{LEARNER}') THEN
        DROP OWNED BY {LEARNER} CASCADE;
        DROP ROLE {LEARNER};
    END IF;
    CREATE ROLE {LEARNER} LOGIN;
END $$;
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public AUTHORIZATION {LEARNER};
"""
