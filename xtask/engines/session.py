"""One Spark session on this machine: a driver and two workers of their own, as a small cluster has."""

import csv
import functools

from pyspark.sql import SparkSession


@functools.cache
def get():
    builder = SparkSession.builder.appName("leastwise").master("local-cluster[2,1,1024]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def table(rows, columns):
    """Makes the table of CloudTrail from its rows, one JSON object a line."""
    schema = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    get().read.schema(schema).json(str(rows)).createOrReplaceTempView("cloudtrail_logs")


def write_csv(frame, path):
    # Not by Spark's own writer, which makes a folder of files and escapes quotes by a backslash.
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(frame.columns)
        writer.writerows(frame.collect())
