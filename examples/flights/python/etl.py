#!/usr/bin/env python3
"""Loads one daily drop of flights into SQLite. Standard library only; knows nothing of Sightglass.

    python3 etl.py --drop flights-2001-01-03.csv --airports http://127.0.0.1:8080 --warehouse flights.sqlite

Progress goes to stderr as plain log lines, results go to stdout as JSON lines. Exit code 0: loaded, 1: nothing was changed.
"""
import argparse
import csv
import datetime
import json
import logging
import pathlib
import random
import re
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from collections import Counter

log = logging.getLogger("flights")

COLUMNS = ["date", "delay", "distance", "origin", "destination"]
SHORTEST_REPORTED_MILES = 100
BATCH_ROWS = 500
API_TIMEOUT_SECONDS = 0.8
API_ATTEMPTS = 3
GIVE_UP_AFTER_FAILURES = 5


def read_batches(path):
    with open(path, newline="", encoding="utf-8") as drop:
        reader = csv.reader(drop)
        next(reader, None)
        batch = []
        for fields in reader:
            batch.append((reader.line_num, fields))
            if len(batch) == BATCH_ROWS:
                yield batch
                batch = []
        if batch:
            yield batch


def reason_to_reject(fields, day):
    """What the line breaks first of ../contract.yaml, by the name it has there; None when it keeps all of it."""
    if len(fields) != len(COLUMNS):
        return "row.width"
    for column, text in zip(COLUMNS, fields):
        broken = "not_null" if text == "" else BREAKS[column](text, day)
        if broken is not None:
            return f"{column}.{broken}"
    return None


def date_breaks(text, day):
    try:
        datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return "type"
    return "min" if text[:10] < day else "max" if text[:10] > day else None


def number_breaks(least, most):
    def breaks(text, _day):
        if not re.fullmatch(r"-?[0-9]+", text):
            return "type"
        return "min" if int(text) < least else "max" if int(text) > most else None

    return breaks


def code_breaks(text, _day):
    return None if re.fullmatch(r"[A-Z]{3}", text) else "pattern"


BREAKS = {
    "date": date_breaks,
    "delay": number_breaks(-1440, 2880),
    "distance": number_breaks(1, 10000),
    "origin": code_breaks,
    "destination": code_breaks,
}


class Airports:
    """Asks the airports API once per airport; gives up for the rest of the run after five failures in a row."""

    def __init__(self, url):
        self.url = url
        self.known = {}
        self.failures = 0

    def find(self, iata):
        """The airport, None when there is no such airport. Raises OSError when the API cannot say."""
        if iata not in self.known:
            self.known[iata] = self.ask(iata)
        return self.known[iata]

    def ask(self, iata):
        if self.failures >= GIVE_UP_AFTER_FAILURES:
            raise OSError("airports API given up")
        for attempt in range(1, API_ATTEMPTS + 1):
            try:
                with urllib.request.urlopen(f"{self.url}/airports/{iata}", timeout=API_TIMEOUT_SECONDS) as response:
                    airport = json.load(response)
                self.failures = 0
                return airport
            except OSError as problem:
                if isinstance(problem, urllib.error.HTTPError) and problem.code == 404:
                    return None
                log.warning("airport %s, attempt %d of %d: %s", iata, attempt, API_ATTEMPTS, problem)
                last_problem = problem
                time.sleep(0.1 * 2**attempt * random.random())
        self.failures += 1
        if self.failures == GIVE_UP_AFTER_FAILURES:
            log.error("airports API given up after %d failures in a row; loading without cities", self.failures)
        raise OSError(f"airports API does not answer: {last_problem}")


class Load:
    """One run over one drop. `counts` says what became of every line read."""

    def __init__(self, warehouse, airports, day):
        self.warehouse = warehouse
        self.airports = airports
        self.day = day
        self.seen = set()
        self.counts = Counter()
        self.reasons = Counter()

    def prepare(self):
        self.warehouse.execute(
            "CREATE TABLE IF NOT EXISTS flights (flight_date, departed_at, delay_minutes INTEGER, distance_miles INTEGER,"
            " origin, destination, origin_city, destination_city, enriched INTEGER)"
        )
        self.warehouse.execute("DELETE FROM flights WHERE flight_date = ?", (self.day,))

    def load(self, batch):
        rows = [row for line, fields in batch for row in self.row_of(line, fields)]
        self.warehouse.executemany("INSERT INTO flights VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.counts.update(read=len(batch), written=len(rows))

    def row_of(self, line, fields):
        """A list of one row, or of none when the line is left out."""
        reason = reason_to_reject(fields, self.day)
        if reason is not None:
            log.warning("line %d rejected: %s: %s", line, reason, ",".join(fields))
            self.reasons[reason] += 1
            return self.left_out("rejected")
        if tuple(fields) in self.seen:
            return self.left_out("deduplicated")
        self.seen.add(tuple(fields))
        date, delay, distance, origin, destination = fields
        if int(distance) < SHORTEST_REPORTED_MILES:
            return self.left_out("filtered")
        flight = (self.day, date, int(delay), int(distance), origin, destination)
        try:
            ends = [self.airports.find(origin), self.airports.find(destination)]
        except OSError:
            self.counts["without_cities"] += 1
            return [flight + (None, None, 0)]
        if None in ends:
            return self.left_out("unmatched")
        return [flight + (ends[0]["city"], ends[1]["city"], 1)]

    def left_out(self, why):
        self.counts[why] += 1
        return []


def report(event, **facts):
    print(json.dumps({"level": "info", "event": event, **facts}), flush=True)


def run(options):
    day = options.drop.stem[-10:]
    rows_to_come = sum(1 for _ in open(options.drop, encoding="utf-8")) - 1
    log.info("loading %d lines of %s", rows_to_come, options.drop.name)
    warehouse = sqlite3.connect(options.warehouse, timeout=5)
    try:
        with warehouse:  # one transaction: all of the day or nothing
            job = Load(warehouse, Airports(options.airports), day)
            job.prepare()
            for batch in read_batches(options.drop):
                job.load(batch)
                report("progress", done=job.counts["read"], total=rows_to_come)
                time.sleep(len(batch) / options.rows_per_second)
    finally:
        warehouse.close()
    for reason, rows in sorted(job.reasons.items()):
        report("rows rejected", reason=reason, rows=rows)
    report("loaded", day=day, **job.counts)


def main():
    parser = argparse.ArgumentParser(description="Loads one daily drop of flights into SQLite.")
    parser.add_argument("--drop", type=pathlib.Path, required=True, help="CSV file named flights-YYYY-MM-DD.csv")
    parser.add_argument("--airports", required=True, help="URL of the airports API")
    parser.add_argument("--warehouse", type=pathlib.Path, default="flights.sqlite", help="SQLite file")
    parser.add_argument("--rows-per-second", type=float, default=5000, help="how fast the file share is")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        run(options)
    except Exception:
        log.exception("load failed, nothing was changed")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
