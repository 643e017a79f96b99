"""A pool of database connections.

`report` works, over one connection and with one query at a time. Make up to `size` connections
share the work.
"""

import asyncio
import sys
import time
from collections.abc import Sequence

import asyncpg

REVENUE = "SELECT revenue($1)"


async def report(dsn: str, ids: Sequence[str], size: int) -> list[int]:
    """Return each shop's revenue, in the order of `ids`, one query for each.

    Uses at most `size` connections to the PostgreSQL database at `dsn`, and closes them.
    """
    # TODO: a pool of `size` connections, with a query under way on each.
    connection = await asyncpg.connect(dsn)
    try:
        return [await connection.fetchval(REVENUE, shop) for shop in ids]
    finally:
        await connection.close()


PREPARE = """
CREATE OR REPLACE FUNCTION revenue(shop text) RETURNS bigint LANGUAGE sql
AS $$ SELECT length(shop) * 100::bigint FROM pg_sleep(0.1) $$
"""


async def main() -> None:
    """Show how long twenty queries of 0.1 s take."""
    if len(sys.argv) != 2:
        print("Name a database to try it on, where a function revenue() may be made and dropped:")
        print(f"python {sys.argv[0]} postgresql://USER:PASSWORD@localhost/DATABASE")
        return
    dsn = sys.argv[1]
    connection = await asyncpg.connect(dsn)
    await connection.execute(PREPARE)
    try:
        start = time.perf_counter()
        print(await report(dsn, ["shop" + "!" * number for number in range(20)], 5))
        print(f"{time.perf_counter() - start:.2f} s; over 5 connections it could take 0.40 s")
    finally:
        await connection.execute("DROP FUNCTION revenue(text)")
        await connection.close()


if __name__ == "__main__":
    asyncio.run(main())
