"""Times fastavro and confluent-kafka's serializers on the datums that the Rust benchmark wrote.

    cargo bench -p avrolane-benchmarks --bench codec -- --write-corpora /tmp/corpora
    pip install -r requirements.txt
    python codec.py /tmp/corpora

Prints nanoseconds per record: the median of 11 rounds, in which the contestants take turns.
"""

import io
import itertools
import json
import statistics
import sys
import time
from pathlib import Path

import fastavro
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
ROUNDS = 11
SECONDS = 0.1


def datums(file):
    data = file.read_bytes()
    while data:
        length = int.from_bytes(data[:4], "big")
        yield data[4 : 4 + length]
        data = data[4 + length :]


def cycle(items, work):
    """Goes on where it stopped, so that each call takes the next item."""
    items = itertools.cycle(items)
    return lambda count: [work(item) for item in itertools.islice(items, count)] and None


def fastavro_rows(schema, corpus, reader=None):
    schema = fastavro.parse_schema(json.loads(schema))
    reader = reader and fastavro.parse_schema(json.loads(reader))
    values = [fastavro.schemaless_reader(io.BytesIO(datum), schema) for datum in corpus]

    def encode(value):
        output = io.BytesIO()
        fastavro.schemaless_writer(output, schema, value)
        return output.getvalue()

    def decode(datum):
        return fastavro.schemaless_reader(io.BytesIO(datum), schema, reader)

    rows = {"decode": cycle(corpus, decode)}
    if reader is None:
        rows["encode"] = cycle(values, encode)
    return rows


def confluent_rows(name, schema, corpus, reader=None):
    registry = SchemaRegistryClient.new_client({"url": f"mock://{name}"})
    context = SerializationContext(name, MessageField.VALUE)
    serializer = AvroSerializer(registry, schema)
    deserializer = AvroDeserializer(registry, reader)
    parsed = fastavro.parse_schema(json.loads(schema))
    values = [fastavro.schemaless_reader(io.BytesIO(datum), parsed) for datum in corpus]
    messages = [serializer(value, context) for value in values]
    rows = {"decode": cycle(messages, lambda message: deserializer(message, context))}
    if reader is None:
        rows["encode"] = cycle(values, lambda value: serializer(value, context))
    return rows


def measure(contestants):
    counts = {}
    for key, run in contestants.items():
        count = 8
        while True:
            start = time.perf_counter()
            run(count)
            if time.perf_counter() - start >= SECONDS / 2:
                break
            count *= 2
        counts[key] = count * 2
    timings = {key: [] for key in contestants}
    for _ in range(ROUNDS):
        for key, run in contestants.items():
            start = time.perf_counter_ns()
            run(counts[key])
            timings[key].append((time.perf_counter_ns() - start) / counts[key])
    return {key: statistics.median(timing) for key, timing in timings.items()}


def main(directory):
    contestants = {}
    workloads = [("order", None), ("profile", None), ("profile", "profile_v2"), ("telemetry", None)]
    for name, evolved in workloads:
        schema = (SCHEMAS / f"{name}.avsc").read_text()
        reader = evolved and (SCHEMAS / f"{evolved}.avsc").read_text()
        corpus = list(datums(directory / f"{name}.bin"))
        title = f"evolved {name}" if evolved else name
        for who, rows in [
            ("fastavro", fastavro_rows(schema, corpus, reader)),
            ("confluent-kafka", confluent_rows(title, schema, corpus, reader)),
        ]:
            for operation, run in rows.items():
                contestants[f"{title}, {operation}", f"Python {who}"] = run
    for (work, who), nanoseconds in measure(contestants).items():
        print(f"| {work} | {who} | {nanoseconds:,.0f} |")


main(Path(sys.argv[1]))
