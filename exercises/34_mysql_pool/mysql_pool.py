"""A pool of connections to MySQL.

`report` works, over one connection and with one query at a time. Make up to `size` connections
share the work.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


async def report(dsn: str, ids: Sequence[str], size: int) -> list[int]:
    """Return each shop's revenue, in the order of `ids`, one query for each.

    Uses at most `size` connections to the MySQL database at `dsn`, and closes them.
    """
    # TODO: a pool of `size` connections, with a query under way on each.
    connection = await aiomysql.connect(**settings(dsn))
    try:
        async with connection.cursor() as cursor:
            revenues = []
            for shop in ids:
                await cursor.execute(REVENUE, (shop,))
                (revenue,) = await cursor.fetchone()
                revenues.append(revenue)
            return revenues
    finally:
        connection.close()


def settings(dsn: str) -> dict[str, Any]:
    """Return the arguments of `aiomysql.connect` or `aiomysql.create_pool` for a DSN.

    That is mysql://USER:PASSWORD@HOST:PORT/DATABASE, perhaps with ?unix_socket=PATH behind it.
    """
    url = urlsplit(dsn)
    return {
        "host": url.hostname or "localhost",
        "port": url.port or 3306,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "db": url.path.strip("/"),
        # Without it the first query on a connection opens a transaction, and all later ones see the
        # database as it was then.
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }


PREPARE = """
CREATE FUNCTION revenue(shop VARCHAR(100)) RETURNS BIGINT NOT DETERMINISTIC READS SQL DATA
BEGIN
    DECLARE slept INT;
    SELECT SLEEP(0.1) INTO slept;
    RETURN LENGTH(shop) * 100;
END
"""


async def main() -> None:
    """Show how long twenty queries of 0.1 s take."""
    if len(sys.argv) != 2:
        print("Name a database to try it on, where a function revenue() may be made and dropped:")
        print(f"python {sys.argv[0]} mysql://USER:PASSWORD@localhost/DATABASE")
        return
    dsn = sys.argv[1]
    connection = await aiomysql.connect(**settings(dsn))
    async with connection.cursor() as cursor:
        await cursor.execute(PREPARE)
        try:
            start = time.perf_counter()
            print(await report(dsn, ["shop" + "!" * number for number in range(20)], 5))
            print(f"{time.perf_counter() - start:.2f} s; over 5 connections it could take 0.40 s")
        finally:
            await cursor.execute("DROP FUNCTION revenue")
    connection.close()


if __name__ == "__main__":
    asyncio.run(main())
