"""What a user would run instead of `topline summary FILE`: load a survey and tabulate its closed questions.

    peers.py polars|duckdb|pandas|pyarrow FILE
"""
import sys

CLOSED = [f"Q{number}" for number in range(1, 31)] + ["Gender", "Country", "Stratum"]


def polars(path):
    import polars
    data = polars.read_csv(path)
    for name in CLOSED:
        data[name].value_counts()
    data.select([polars.col(name).mean() for name in CLOSED[:30]])


def duckdb(path):
    import duckdb
    database = duckdb.connect()
    database.execute("create table survey as select * from read_csv(?)", [path])
    for name in CLOSED:
        database.execute(f'select "{name}", count(*) from survey group by 1').fetchall()


def pandas(path):
    import pandas
    data = pandas.read_csv(path)
    for name in CLOSED:
        data[name].value_counts()


def pyarrow(path):
    from pyarrow import compute, csv
    data = csv.read_csv(path, parse_options=csv.ParseOptions(newlines_in_values=True))
    for name in CLOSED:
        compute.value_counts(data[name])


if __name__ == "__main__":
    {"polars": polars, "duckdb": duckdb, "pandas": pandas, "pyarrow": pyarrow}[sys.argv[1]](sys.argv[2])
