"""What Datasette takes for the same queries: run by `search.py --datasette`, with the Python of its own environment.

    ENVIRONMENT/bin/python benchmarks/search_datasette.py plain.db [--wall] < queries.json > times.json

In: kind → queries. Out: kind → for each query the milliseconds of the SQL of Datasette's search box (`_search`) with
its count, and of the whole answer of the table's page; processor time of this process unless --wall.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.parse
from typing import Any

ROWS = (
    "select rowid, text from said where rowid in (select rowid from said where said match escape_fts(:search)) "
    "order by rowid limit 21"
)
COUNT = "select count(*) from said where rowid in (select rowid from said where said match escape_fts(:search))"


async def asked(datasette: Any, query: str, clock: Any) -> tuple[float, float]:
    """The two times of one query."""
    database = datasette.get_database("plain")
    began = clock()
    for sql in (ROWS, COUNT):
        await database.execute(sql, {"search": query})
    between = clock()
    answer = await datasette.client.get(f"/plain/said?_size=20&_search={urllib.parse.quote(query)}")
    assert answer.status_code == 200, answer.text
    return (between - began) * 1000, (clock() - between) * 1000


async def main() -> None:
    """Read the queries, ask, write the times."""
    from datasette.app import Datasette

    clock = time.perf_counter if "--wall" in sys.argv else time.process_time
    # its own limit of a second stays off, so that every query comes to its end
    datasette = Datasette([sys.argv[1]], settings={"sql_time_limit_ms": 60_000})
    await datasette.invoke_startup()
    await asked(datasette, "trust", clock)
    kinds = json.load(sys.stdin)
    times = {kind: [await asked(datasette, query, clock) for query in queries] for kind, queries in kinds.items()}
    json.dump(times, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
