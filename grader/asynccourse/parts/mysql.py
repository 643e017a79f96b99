"""A real MariaDB or MySQL server, and each test's database in it."""

from __future__ import annotations

import secrets
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiomysql

from asynccourse.judge.services import Service
from asynccourse.judge.wires import Wires
from asynccourse.parts import needs
from asynccourse.parts.mysql_wire import MySQLTalk
from asynccourse.parts.relay import Relay
from asynccourse.parts.server import Server
from asynccourse.verdicts.refusal import GraderFault

DATABASE = "course"
LEARNER = "learner"

_SETTINGS = [
    # Nothing has to outlive the run.
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-use-native-aio=0",
    "--innodb-buffer-pool-size=8M",
    "--innodb-log-file-size=4M",
    "--innodb-data-file-path=ibdata1:5M:autoextend",
    "--loose-innodb-temp-data-file-path=ibtmp1:2M:autoextend",
    "--loose-performance-schema=OFF",
]


class MySQLServer(Server):
    """One MariaDB or MySQL, in a folder of its own, with no port."""

    name = "MariaDB"
    end_with = signal.SIGKILL
    users = ("mysql", "nobody")

    def __init__(self) -> None:
        program = needs.mysql()
        assert program is not None, "an exercise says that it needs MySQL"
        self.password = secrets.token_hex(16)
        self._program = program.resolve()
        super().__init__()

    @property
    def socket(self) -> Path:
        """Its socket."""
        return self.folder / "socket"

    def prepare(self) -> list[list[str]]:
        """Return how to make its data: whoever owns the server needs a password for it."""
        owner = f"judge@localhost IDENTIFIED BY '{self.password}'"
        self.give(
            self._first,
            f"CREATE USER {owner};\n"
            "GRANT ALL ON *.* TO judge@localhost WITH GRANT OPTION;\n"
            "DROP USER root@localhost;\n",
        )
        data = f"--datadir={self._data}"
        if "mariadb" not in self._program.name:
            # MySQL can make its data by itself.
            return [
                [str(self._program), "--no-defaults", data, *_SETTINGS, "--initialize-insecure"]
            ]
        maker = needs.find_program(["mariadb-install-db", "mysql_install_db"], ["usr/bin"])
        if maker is None:
            raise GraderFault("MariaDB could not be started: there is no mariadb-install-db")
        options = [
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
            "--force",
        ]
        return [[str(maker), "--no-defaults", *options, data, *_SETTINGS]]

    def serve(self) -> list[str]:
        """Return the server's command."""
        return [
            str(self._program),
            "--no-defaults",
            f"--datadir={self._data}",
            f"--socket={self.socket}",
            f"--pid-file={self.folder / 'pid'}",
            f"--init-file={self._first}",
            "--skip-networking",
            "--loose-skip-mysqlx",
            "--skip-log-bin",
            "--max-connections=100",
            *_SETTINGS,
        ]

    def ready(self) -> tuple[Path, str]:
        """Return the log, in which it says that it is ready."""
        return self.folder / "log", f"socket: '{self.socket}'"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _first(self) -> Path:
        return self.folder / "first.sql"

    async def run(self, *statements: str, user: str = "judge") -> list[tuple[Any, ...]]:
        """Run statements of the judge's own, past all witnesses; return the last one's rows."""
        connection = await aiomysql.connect(
            unix_socket=str(self.socket),
            user=user,
            password=self.password if user == "judge" else "",
            autocommit=True,
            connect_timeout=60,
        )
        try:
            cursor = await connection.cursor()
            for statement in statements:
                await cursor.execute(statement)
            return list(await cursor.fetchall())
        finally:
            await connection.ensure_closed()


class MySQLDatabase(Relay):
    """One test's database: new, and the submission's own."""

    def __init__(
        self, wires: Wires, service: Service, watched: str, server: MySQLServer, folder: Path
    ) -> None:
        super().__init__(wires, service, watched, server.socket)
        self.socket = folder / "mysql.sock"
        socket = quote(str(self.socket), safe="")
        self.dsn = f"mysql://{LEARNER}@localhost/{DATABASE}?unix_socket={socket}"
        self._owner = server

    async def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query of the judge's own, past all witnesses."""
        return await self._owner.run(f"USE {DATABASE}", query)


class MySQL:
    """Makes the databases of one test."""

    def __init__(self, wires: Wires, server: MySQLServer) -> None:
        self._wires = wires
        self._server = server

    async def database(self, setup: Sequence[str], service: Service, watched: str) -> MySQLDatabase:
        """Return a new database, in which the statements of `setup` were run by its own user.

        Each statement in whose text `watched` stands is a call of `service`, with what follows
        there and the whole SQL as its arguments; others pass by. The database before is gone.
        """
        await self._reset()
        await self._server.run(f"USE {DATABASE}", *setup, user=LEARNER)
        place = self._wires.room.place()
        database = MySQLDatabase(self._wires, service, watched, self._server, place)
        await database.start(database.socket, MySQLTalk)
        self._wires.add(database)
        return database

    async def _reset(self) -> None:
        await self._end_leftovers()
        await self._server.run(
            "SET SESSION sql_notes = 0",  # the driver warns of each that there was none of
            f"DROP USER IF EXISTS {LEARNER}@localhost",
            f"DROP DATABASE IF EXISTS {DATABASE}",
            f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4",
            f"CREATE USER {LEARNER}@localhost",
            f"GRANT ALL ON {DATABASE}.* TO {LEARNER}@localhost",
        )

    async def _end_leftovers(self) -> None:
        """End the connections of the test before, which might still be at work."""
        left = await self._server.run(
            f"SELECT id FROM information_schema.processlist WHERE user = '{LEARNER}'"
        )
        for (number,) in left:
            try:
                await self._server.run(f"KILL {number}")
            except aiomysql.OperationalError:
                pass  # it has ended by itself meanwhile
