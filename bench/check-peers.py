"""The checks of bench/check.ts by other means: `check-peers.py PEER FILE` prints seconds (wall, CPU) and what was found."""
import json
import sys
import time

peer, path = sys.argv[1], sys.argv[2]
code = "[A-Z]{3}"


def with_pandas():
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    delay, distance = (pandas.to_numeric(rows[name], errors="coerce") for name in ("delay", "distance"))
    broken = {
        "date": pandas.to_datetime(rows["date"], format="%Y-%m-%dT%H:%M:%S", errors="coerce").isna(),
        "delay": (rows["delay"] != "") & ~delay.between(-200, 3000),
        "distance": ~distance.between(1, 6000),
        "origin": ~rows["origin"].str.fullmatch(code),
        "destination": ~rows["destination"].str.fullmatch(code),
    }
    rejected = pandas.concat(broken, axis=1).any(axis=1)
    rows[rejected].to_csv(f"{path}.pandas.rejects")
    return {"rows": len(rows), "rejected": int(rejected.sum())}


def with_great_expectations():
    rows = pandas.read_csv(path)
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("bench").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": rows})
    expect = gx.expectations
    names = ("date", "distance", "origin", "destination")
    suite = gx.ExpectationSuite(
        name="bench",
        expectations=[
            *(expect.ExpectColumnValuesToNotBeNull(column=name) for name in names),
            expect.ExpectColumnValuesToMatchStrftimeFormat(column="date", strftime_format="%Y-%m-%dT%H:%M:%S"),
            expect.ExpectColumnValuesToBeBetween(column="delay", min_value=-200, max_value=3000),
            expect.ExpectColumnValuesToBeBetween(column="distance", min_value=1, max_value=6000),
            expect.ExpectColumnValuesToMatchRegex(column="origin", regex=f"^{code}$"),
            expect.ExpectColumnValuesToMatchRegex(column="destination", regex=f"^{code}$"),
        ],
    )
    found = batch.validate(suite)
    return {"rows": len(rows), "rejected": sum(one.result["unexpected_count"] for one in found.results)}


def with_duckdb():
    """Counts what is broken in one pass; writes no rejected rows, which would be a second one."""
    broken = {
        "date": "try_cast(date AS TIMESTAMP) IS NULL",
        "delay": "delay IS NOT NULL AND coalesce(try_cast(delay AS BIGINT) NOT BETWEEN -200 AND 3000, true)",
        "distance": "coalesce(try_cast(distance AS BIGINT) NOT BETWEEN 1 AND 6000, true)",
        "origin": f"NOT coalesce(regexp_full_match(origin, '{code}'), false)",
        "destination": f"NOT coalesce(regexp_full_match(destination, '{code}'), false)",
    }
    counts = [f"count(*) FILTER ({condition})" for condition in broken.values()]
    query = f"SELECT count(*), {', '.join(counts)} FROM read_csv('{path}', all_varchar=true)"
    [(rows, *found)] = duckdb.sql(query).fetchall()
    return {"rows": rows, "rejected": sum(found)}


def with_duckdb_profile():
    found = with_duckdb()
    duckdb.sql(f"SUMMARIZE SELECT * FROM read_csv('{path}')").fetchall()
    return found


if peer.startswith("duckdb"):
    import duckdb
else:
    import pandas

    if peer == "great_expectations":
        import great_expectations as gx

        gx.get_context(mode="ephemeral").variables.progress_bars = {"globally": False}

wall, cpu = time.perf_counter(), time.process_time()
found = globals()[f"with_{peer}"]()
seconds = {"wallSeconds": time.perf_counter() - wall, "cpuSeconds": time.process_time() - cpu}
print(json.dumps({**seconds, "processCpuSeconds": time.process_time(), **found}))
