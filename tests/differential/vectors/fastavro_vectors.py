"""Says what fastavro makes of the cases: see README.md."""

import datetime
import decimal
import io
import json
import math
import pathlib
import resource
import uuid

import fastavro

HERE = pathlib.Path(__file__).parent
UTC = datetime.timezone.utc


def main():
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    (HERE / "fastavro-results").mkdir(exist_ok=True)
    for file, answer in [("values", values), ("malformed", malformed), ("resolution", resolution)]:
        with (
            open(HERE / "cases" / f"{file}.jsonl", encoding="ascii") as cases,
            open(HERE / "fastavro-results" / f"{file}.jsonl", "w", encoding="ascii") as results,
        ):
            for line in cases:
                case = json.loads(line)
                output = {"name": case["name"]} | or_error(lambda: answer(case))
                results.write(json.dumps(output, separators=(",", ":")) + "\n")
    containers()


def or_error(answer):
    """What fastavro answers; what it raises is an answer too."""
    try:
        return answer()
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        return {"error": text.splitlines()[0][:200]}


def values(case):
    schema = fastavro.parse_schema(case["schema"])
    form = fastavro.schema.to_parsing_canonical_form(case["schema"])
    output = {
        "canonical": form,
        "fingerprint": "".join(
            reversed([fastavro.schema.fingerprint(form, "CRC-64-AVRO")[n : n + 2] for n in range(0, 16, 2)])),
    }
    plain = without_logical(case["schema"])
    entries = [or_error(lambda: round_trip(plain, plain, from_json(plain, value))) for value in case.get("values", [])]
    for binary in case.get("binary", []):
        entries.append(or_error(lambda: {"value": to_json(read(plain, None, bytes.fromhex(binary)))}))
    for text in case.get("logical", []):
        entries.append(or_error(lambda: round_trip(
            schema, plain, logical_value(schema["logicalType"], text))) | {"logical": text})
    return output | {"values": entries}


def round_trip(writer, reader, value):
    binary = write(writer, value)
    return {"binary": binary.hex(), "value": to_json(read(reader, None, binary))}


def logical_value(logical_type, text):
    match logical_type:
        case "decimal":
            return decimal.Decimal(text)
        case "uuid":
            return uuid.UUID(text)
        case "date":
            return datetime.date.fromisoformat(text)
        case "time-millis" | "time-micros":
            return datetime.time.fromisoformat(text)
        case "timestamp-millis" | "timestamp-micros":
            return datetime.datetime.fromisoformat(text).astimezone(UTC)
        case "local-timestamp-millis" | "local-timestamp-micros":
            return datetime.datetime.fromisoformat(text)
    raise ValueError(f"Python has no type for {logical_type}")


def malformed(case):
    if case["name"] in ENDLESS:
        return {"error": "not asked: it takes all the memory that there is"}
    plain = fastavro.parse_schema(case["schema"])
    return {"values": [
        or_error(lambda: {"value": to_json(read(plain, None, bytes.fromhex(binary)))}) for binary in case["binary"]
    ]}


ENDLESS = ["array of null"]


def resolution(case):
    writer, reader = without_logical(case["writer"]), without_logical(case["reader"])
    entries = []
    for value in case["values"]:
        binary = write(writer, from_json(writer, value))
        entries.append({"binary": binary.hex()} | or_error(
            lambda: {"value": to_json(read(writer, reader, binary))}))
    return {"values": entries}


def without_logical(schema):
    """The schema with its logical types taken off, so that values are those of the types under them."""
    match schema:
        case {**members}:
            kept = {key: without_logical(value) if key in ("type", "items", "values", "fields") else value
                    for key, value in members.items() if key != "logicalType"}
            return kept
        case [*parts]:
            return [without_logical(part) for part in parts]
        case _:
            return schema


def read(writer, reader, binary):
    return fastavro.schemaless_reader(io.BytesIO(binary), writer, reader)


def write(schema, value):
    output = io.BytesIO()
    fastavro.schemaless_writer(output, schema, value)
    return output.getvalue()


def from_json(schema, value):
    """From Avro's JSON encoding; a value in a union comes with its branch."""
    names = {}
    return of_type(fastavro.parse_schema(schema, named_schemas=names), value, names)


def of_type(schema, value, names):
    match schema:
        case [*branches]:
            if value is None:
                return None
            [(label, inner)] = value.items()
            branch = next(branch for branch in branches if label_of(branch) == label)
            return label, of_type(branch, inner, names)
        case {"type": "record" | "error", "fields": fields}:
            return {field["name"]: of_type(field["type"], value[field["name"]], names) for field in fields}
        case {"type": "array", "items": items}:
            return [of_type(items, item, names) for item in value]
        case {"type": "map", "values": values}:
            return {key: of_type(values, item, names) for key, item in value.items()}
        case {"type": "enum"}:
            return value
        case {"type": "fixed"} | "bytes":
            return value.encode("latin-1")
        case {"type": inner}:
            return of_type(inner, value, names)
        case str() if schema in names:
            return of_type(names[schema], value, names)
    return value


def label_of(branch):
    return branch if isinstance(branch, str) else branch.get("name", branch["type"])


def to_json(value):
    """Plain JSON, without the branches of unions; bytes as Avro's JSON encoding has them."""
    match value:
        case bytes():
            return value.decode("latin-1")
        case {**members}:
            return {key: to_json(inner) for key, inner in members.items()}
        case [*items]:
            return [to_json(item) for item in items]
        case float() if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def containers():
    with open(HERE / "containers" / "records.json", encoding="ascii") as file:
        records = json.load(file)
    schema = fastavro.parse_schema(records["schema"])
    rows = [from_json(schema, value) for value in records["values"]]
    for codec in ["null", "deflate", "snappy", "zstandard", "bzip2", "xz"]:
        with open(HERE / "containers" / f"fastavro-{codec}.avro", "wb") as output:
            fastavro.writer(
                output, schema, rows, codec=codec, sync_interval=200, sync_marker=b"0123456789abcdef",
                metadata={"written.by": "fastavro"})


if __name__ == "__main__":
    main()
