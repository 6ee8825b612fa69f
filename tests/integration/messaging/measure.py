"""How fast the way between services is, on a private RabbitMQ and PostgreSQL, durability on.

    python tests/integration/messaging/measure.py relay | latency | catch-up

relay     events a second from the log to the broker, beside kombu with as many unconfirmed
latency   from a command's decision to the commit of another service's read table
catch-up  events a second of a subscriber that comes when the log is long
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import psycopg2

from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts, databases_of
from bangduan.testing.postgresql import Postgres
from bangduan.testing.processes import wait_until
from bangduan.testing.rabbitmq import Rabbit
from bangduan.testing.runner import running

SAMPLE = "bangduan.testing.sample"
SERVICES = ("till", "ledger", "display")
WINDOW = 500
AT_ONCE = 500


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["relay", "latency", "catch-up"])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=200, help="commands a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--reader", choices=["display", "ledger"], default="display")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bangduan-measure-"))
    with Postgres() as postgres, Rabbit() as rabbit:
        settings = Settings(broker=rabbit.url(), **databases_of(postgres, SERVICES))
        with Hosts(folder, settings, running("serve", SAMPLE)) as hosts:
            if options.what == "relay":
                relay(hosts, options.events)
            elif options.what == "latency":
                latency(hosts, postgres, options)
            else:
                catch_up(hosts, options)


def relay(hosts: Hosts, events: int) -> None:
    """A relay with a full log, and kombu alone with the same bytes, in turn."""
    from tests.integration.messaging.relaying import fill, publish_raw, publish_relayed

    settings = hosts.settings
    fill(settings, events)
    speeds, costs = [], []
    for _ in range(3):
        raw, raw_cost = publish_raw(settings, events)
        relayed, relayed_cost = publish_relayed(settings, events)
        speeds.append(relayed / raw)
        costs.append(relayed_cost / raw_cost)
        print(
            f"kombu {raw:,.0f}/s at {raw_cost:.0f} µs, relay {relayed:,.0f}/s at {relayed_cost:.0f} µs"
        )
    print(
        f"relay / kombu: speed {statistics.median(speeds):.2f}, cost {statistics.median(costs):.2f}"
    )


def latency(hosts: Hosts, postgres: Postgres, options: argparse.Namespace) -> None:
    """The servers' own clocks: an event's time, and the commit time of the row it became."""
    query(postgres.url(), "ALTER SYSTEM SET track_commit_timestamp = on")
    postgres.restart()
    hosts.start("till", "display")
    statuses = pay_steadily(hosts.url("till"), options.rate, options.seconds)
    expected = options.rate * options.seconds
    wait_for(hosts, "display", "SELECT count(*) FROM payments", expected)
    paid = dict(
        query(
            hosts.database_url("till"),
            "SELECT id, extract(epoch FROM pg_xact_commit_timestamp(xid::xid)), "
            "extract(epoch FROM time::timestamptz) FROM events",
            keyed=True,
        )
    )
    shown = dict(
        query(
            hosts.database_url("display"),
            "SELECT event_id, extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM payments",
        )
    )
    whole = [1000 * float(shown[id] - decided) for id, (_, decided) in paid.items()]
    way = [1000 * float(shown[id] - committed) for id, (committed, _) in paid.items()]
    print(f"answers: {statuses}")
    print("command to read table:", percentiles(whole))
    print("commit to read table:  ", percentiles(way))


def catch_up(hosts: Hosts, options: argparse.Namespace) -> None:
    """The rate over the middle of the way, and over all of it with start and first request."""
    hosts.start("till")
    pay_much(hosts.url("till"), options.events)
    reader = options.reader
    count = {
        "display": "SELECT coalesce(sum(payments), 0) FROM totals",
        "ledger": "SELECT count(*) FROM events",
    }[reader]
    hosts.start(reader)
    times: list[tuple[float, int]] = []
    before = {name: cpu_seconds(hosts.pid(name)) for name in ("till", reader)}

    def done() -> bool:
        [(arrived,)] = query(hosts.database_url(reader), count)
        times.append((time.monotonic(), int(arrived)))
        return int(arrived) >= options.events

    wait_until(done, seconds=600, otherwise=lambda: AssertionError(hosts.log(reader)))
    running_from = next(i for i, (_, n) in enumerate(times) if n)
    (first, some), (last, all_) = times[running_from], times[-1]
    print(f"{(all_ - some) / (last - first):,.0f} events/s, {last - times[0][0]:.2f} s in all")
    for name, used in before.items():
        spent = cpu_seconds(hosts.pid(name)) - used
        print(
            f"{name} used {spent:.2f} s of a processor, {1e6 * spent / options.events:.0f} µs an event"
        )


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# -- driving -------------------------------------------------------------------------------


def pay_much(url: str, events: int) -> None:
    """Pay into some accounts, many payments a command."""
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        for n in range(0, events, AT_ONCE):
            account = uuid.UUID(int=n // AT_ONCE % 40)
            times = min(AT_ONCE, events - n)
            client.post(
                f"/till/api/v1/accounts/{account}/payments", json={"times": times}
            ).raise_for_status()


def pay_steadily(url: str, rate: int, seconds: int, threads: int = 4) -> dict[int, int]:
    """Pay at a steady rate, each payment a command; returns the answers by status."""
    statuses: dict[int, int] = {}
    begin = time.monotonic() + 0.5

    def drive(mine: int) -> None:
        with httpx.Client(base_url=url, trust_env=False) as client:
            for n in range(mine, rate * seconds, threads):
                time.sleep(max(0.0, begin + n / rate - time.monotonic()))
                account = uuid.UUID(int=n % 100)
                answer = client.post(f"/till/api/v1/accounts/{account}/payments", json={"times": 1})
                statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1

    drivers = [threading.Thread(target=drive, args=(n,)) for n in range(threads)]
    for driver in drivers:
        driver.start()
    for driver in drivers:
        driver.join()
    return statuses


def query(url: str, sql: str, *, keyed: bool = False) -> list[Any]:
    """Rows of a query; with ``keyed`` as (first column, the others)."""
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
    finally:
        connection.close()
    return [(row[0], row[1:]) for row in rows] if keyed else rows


def wait_for(hosts: Hosts, service: str, sql: str, expected: int) -> None:
    """Wait until a count is reached."""

    def reached() -> bool:
        return bool(query(hosts.database_url(service), sql)[0][0] >= expected)

    wait_until(reached, seconds=60, otherwise=lambda: AssertionError(hosts.log(service)))


def percentiles(values: list[float]) -> str:
    """What the fastest half, most and nearly all stayed under."""
    cuts = statistics.quantiles(values, n=100)
    return f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms of {len(values)}"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    main()
