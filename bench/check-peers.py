"""The checks of bench/check.ts by other means: `check-peers.py PEER FILE COLUMNS` prints rows and what is broken. COLUMNS is JSON."""
import json
import sys

peer, path = sys.argv[1:3]
columns = json.loads(sys.argv[3])
stamp, day = "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"


def with_duckdb():
    """Counts what is broken in one pass."""
    import duckdb

    types = {"timestamp": "TIMESTAMP", "date": "DATE", "integer": "BIGINT", "number": "DOUBLE"}

    def broken(column):
        name, type = column["name"], column.get("type")
        if "pattern" in column:
            bad = f"NOT coalesce(regexp_full_match({name}, '{column['pattern']}'), false)"
        elif "maxLength" in column:
            bad = f"coalesce(length({name}) > {column['maxLength']}, false)"
        elif "min" in column:
            bounds = f"BETWEEN {column['min']} AND {column['max']}"
            bad = f"coalesce(try_cast({name} AS {types[type]}) NOT {bounds}, true)"
        else:
            bad = f"try_cast({name} AS {types[type]}) IS NULL"
        return bad if column.get("required") else f"{name} IS NOT NULL AND {bad}"

    counts = [f"count(*) FILTER ({broken(column)})" for column in columns]
    [(rows, *found)] = duckdb.sql(
        f"SELECT count(*), {', '.join(counts)} FROM read_csv('{path}', all_varchar=true)"
    ).fetchall()
    return rows, sum(found)


def with_polars():
    """As it is fastest: lazily and streaming."""
    import polars

    def broken(column):
        cell, type = polars.col(column["name"]), column.get("type")
        if "pattern" in column:
            bad = ~cell.str.contains(f"^(?:{column['pattern']})$").fill_null(False)
        elif "maxLength" in column:
            bad = (cell.str.len_chars() > column["maxLength"]).fill_null(False)
        elif type == "timestamp":
            bad = cell.str.to_datetime(stamp, strict=False).is_null()
        elif type == "date":
            bad = cell.str.to_date(day, strict=False).is_null()
        else:
            number = cell.cast(polars.Int64 if type == "integer" else polars.Float64, strict=False)
            bad = ~number.is_between(column["min"], column["max"]).fill_null(False)
        return (bad if column.get("required") else cell.is_not_null() & bad).sum().alias(column["name"])

    rows = polars.scan_csv(path, infer_schema=False)
    counts = rows.select(polars.len(), *map(broken, columns)).collect(engine="streaming").row(0)
    return counts[0], sum(counts[1:])


def with_pandas():
    import pandas

    def broken(column, cells):
        type = column.get("type")
        if "pattern" in column:
            bad = ~cells.str.fullmatch(column["pattern"])
        elif "maxLength" in column:
            bad = cells.str.len() > column["maxLength"]
        elif type in ("timestamp", "date"):
            bad = pandas.to_datetime(cells, format=stamp if type == "timestamp" else day, errors="coerce").isna()
        else:
            bad = ~pandas.to_numeric(cells, errors="coerce").between(column["min"], column["max"])
        return bad if column.get("required") else bad & (cells != "")

    rows = found = 0
    for part in pandas.read_csv(path, dtype=str, keep_default_na=False, chunksize=1_000_000):
        rows += len(part)
        found += sum(int(broken(column, part[column["name"]]).sum()) for column in columns)
    return rows, found


def with_great_expectations():
    """Of the checks of flights."""
    import great_expectations
    import pandas

    rows = pandas.read_csv(path)
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("bench").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": rows})
    expect = great_expectations.expectations
    expectations = []
    for column in columns:
        name = column["name"]
        if column.get("required"):
            expectations.append(expect.ExpectColumnValuesToNotBeNull(column=name))
        if "pattern" in column:
            expectations.append(expect.ExpectColumnValuesToMatchRegex(column=name, regex=f"^(?:{column['pattern']})$"))
        elif "min" in column:
            bounds = {"min_value": column["min"], "max_value": column["max"]}
            expectations.append(expect.ExpectColumnValuesToBeBetween(column=name, **bounds))
        elif column.get("type") == "timestamp":
            expectations.append(expect.ExpectColumnValuesToMatchStrftimeFormat(column=name, strftime_format=stamp))
    found = batch.validate(great_expectations.ExpectationSuite(name="bench", expectations=expectations))
    return len(rows), sum(one.result["unexpected_count"] for one in found.results)


print(*globals()[f"with_{peer}"]())
