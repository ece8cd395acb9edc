"""Writes the cases: schemas and values that both libraries are asked about. See README.md."""

import json
import pathlib

HERE = pathlib.Path(__file__).parent


def record(name, *fields, **members):
    return {"type": "record", "name": name, **members, "fields": list(fields)}


def field(name, of, **members):
    return {"name": name, "type": of, **members}


def enum(name, *symbols, **members):
    return {"type": "enum", "name": name, **members, "symbols": list(symbols)}


def fixed(name, size, **members):
    return {"type": "fixed", "name": name, **members, "size": size}


def array(items, **members):
    return {"type": "array", "items": items, **members}


def map_of(values, **members):
    return {"type": "map", "values": values, **members}


def logical(of, name, **members):
    base = of if isinstance(of, dict) else {"type": of}
    return {**base, "logicalType": name, **members}


def option(of):
    return ["null", of]


INTS = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, -8193, 2**31 - 1, -(2**31)]
LONGS = INTS + [2**31, -(2**31) - 1, 2**55, 2**56, -(2**56), 2**63 - 1, -(2**63)]
FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 3.4028234663852886e38, 1.401298464324817e-45]
DOUBLES = [0.0, -0.0, 1.0, -1.5, 0.1, 1.7976931348623157e308, 5e-324, 1e21, 123456789012345680.0]
TEXTS = ["", "a", "hello", "\u0000", "\"\\/\b\n", "é", "日本", "😀", "x" * 63, "x" * 64, "é" * 4000]
BYTES = ["", "\u0000", "\u00ff", "a\u0080b", "".join(map(chr, range(256))), "\u0001" * 3000]

LIST = record("List", field("value", "int"), field("next", ["null", "List"], default=None))
TREE = record("Tree", field("name", "string"), field("children", array("Tree")))
BY_NAME = record(
    "Directory",
    field("entries", map_of(record("Entry", field("size", "long"), field("directory", ["null", "Directory"])))),
    namespace="com.example.files",
)
COLOR = enum("Color", "RED", "GREEN", "BLUE")
MD5 = fixed("Md5", 16)

EVERYTHING = record(
    "Everything",
    field("boolean", "boolean"),
    field("small", "int"),
    field("int", "int"),
    field("long", "long"),
    field("float", "float"),
    field("double", "double"),
    field("text", "string"),
    field("bytes", "bytes"),
    field("optional", ["null", "long"], default=None),
    field("color", COLOR),
    field("colors", array("Color")),
    field("map", map_of("double")),
    field("nested", record("Nested", field("children", array("Nested")), field("name", "string"))),
    field("list", ["null", LIST], default=None),
    field("optionals", array(["null", "string"])),
    namespace="com.example",
)


def everything(number):
    linked = None
    for value in range(number % 4):
        linked = {"com.example.List": {"value": value, "next": linked}}
    return {
        "boolean": number % 2 == 1,
        "small": number % 128,
        "int": number * -70000,
        "long": number * 2**40,
        "float": number / 4,
        "double": number / -8,
        "text": "é" * number,
        "bytes": "\u00ff\u0000" * number,
        "optional": None if number % 3 == 0 else {"long": -number},
        "color": ["RED", "GREEN", "BLUE"][number % 3],
        "colors": ["BLUE", "RED"] * number,
        "map": {f"k{n}": n / 2 for n in range(number)},
        "nested": {"children": [{"children": [], "name": "leaf"}] * number, "name": "root"},
        "list": linked,
        "optionals": [None, {"string": "s"}] * number,
    }


ANY = [
    "null", "boolean", "int", "long", "float", "double", "bytes", "string",
    array("int"), map_of("string"), enum("E", "A", "B", namespace="n"), fixed("F", 2),
    record("R", field("x", "int"), namespace="n"),
]
ANY_VALUES = [
    None, {"boolean": True}, {"int": 7}, {"long": 7}, {"float": 0.5}, {"double": 0.5}, {"bytes": "\u00ff"},
    {"string": "s"}, {"array": [1, 2]}, {"map": {"k": "v"}}, {"n.E": "B"}, {"F": "ab"}, {"n.R": {"x": -1}},
]


def nested_list(length):
    value = None
    for number in range(length):
        value = {"List": {"value": number, "next": value}}
    return value["List"]


def duration(months, days, millis):
    raw = b"".join(part.to_bytes(4, "little") for part in (months, days, millis))
    return "".join(map(chr, raw))


def value_cases():
    yield "null", "null", [None]
    yield "boolean", "boolean", [False, True]
    yield "int", "int", INTS
    yield "long", "long", LONGS
    yield "float", "float", FLOATS
    yield "double", "double", DOUBLES
    yield "string", "string", TEXTS
    yield "bytes", "bytes", BYTES
    yield "fixed of 1", fixed("One", 1), ["\u0000", "\u00ff"]
    yield "fixed of 16", MD5, ["\u0000" * 16, "".join(map(chr, range(240, 256)))]
    yield "enum", COLOR, ["RED", "GREEN", "BLUE"]
    yield "enum of many symbols", enum("Many", *(f"S{n}" for n in range(200))), ["S0", "S63", "S64", "S199"]
    yield "array of int", array("int"), [[], [1], [1, -2, 300], list(range(1000))]
    yield "array of null", array("null"), [[], [None] * 3]
    yield "array of string", array("string"), [[], ["", "a"], ["text"] * 100]
    yield "array of bytes", array("bytes"), [["", "\u00ff"]]
    yield "array of double", array("double"), [[], DOUBLES, [0.5] * 300]
    yield "array of array", array(array("long")), [[], [[]], [[], [1], LONGS], [[1, 2]] * 50]
    yield "array of empty records", array(record("Empty")), [[], [{}, {}]]
    yield "array of maps", array(map_of("int")), [[{}, {"a": 1}]]
    yield "map of int", map_of("int"), [{}, {"a": 1}, {"": 0, "é": -1}, {f"k{n}": n for n in range(100)}]
    yield "map of map", map_of(map_of("string")), [{}, {"a": {}}, {"a": {"b": "c"}}]
    yield "map of array", map_of(array("boolean")), [{"a": [], "b": [True, False]}]
    yield "union of null alone", ["null"], [None]
    yield "union of one", ["string"], [{"string": "s"}]
    yield "null first", ["null", "string"], [None, {"string": ""}, {"string": "s"}]
    yield "null last", ["string", "null"], [None, {"string": "s"}]
    yield "union of everything", ANY, ANY_VALUES
    yield "array of union", array(ANY), [[], ANY_VALUES]
    yield "union of records", [record("A", field("x", "int")), record("B", field("x", "int"))], [
        {"A": {"x": 1}}, {"B": {"x": 1}},
    ]
    yield "empty record", record("Empty"), [{}]
    yield "record", record("Point", field("x", "double"), field("y", "double"), namespace="com.example"), [
        {"x": 1.0, "y": -0.5},
    ]
    yield "record in a record", record("Line", field("from", record("P", field("x", "int"))), field("to", "P")), [
        {"from": {"x": 1}, "to": {"x": 2}},
    ]
    yield "record with a namespace in its name", record("a.b.C", field("d", enum("D", "X")), field("e", ["null", "a.b.D"])), [
        {"d": "X", "e": {"a.b.D": "X"}}, {"d": "X", "e": None},
    ]
    yield "namespaces inside", record(
        "Outer",
        field("inner", record("Inner", field("again", ["null", "Inner"]), namespace="b")),
        field("plain", ["null", "b.Inner"]),
        namespace="a",
    ), [{"inner": {"again": None}, "plain": {"b.Inner": {"again": {"b.Inner": {"again": None}}}}}]
    yield "list", LIST, [nested_list(1), nested_list(2), nested_list(60)]
    yield "tree", TREE, [
        {"name": "", "children": []},
        {"name": "r", "children": [{"name": "a", "children": [{"name": "b", "children": []}]}] * 5},
    ]
    yield "mutual recursion through a map", BY_NAME, [
        {"entries": {}},
        {"entries": {"a": {"size": 1, "directory": None}, "b": {
            "size": 2, "directory": {"com.example.files.Directory": {"entries": {}}}}}},
    ]
    yield "pair of strings", record("Pair", field("first", "string"), field("second", ["null", "string"], default=None)), [
        {"first": "a", "second": None}, {"first": "a", "second": {"string": "b"}},
    ]
    yield "field and type attributes", record(
        "Documented",
        field("a", "int", doc="first", order="descending", aliases=["z"], unit="m"),
        field("b", {"type": "string", "avro.java.string": "String"}, default="x"),
        doc="what it is", aliases=["Old"], custom={"k": [1, None]},
    ), [{"a": 1, "b": "y"}]
    yield "everything", EVERYTHING, [everything(number) for number in range(8)]
    yield "everything optional", record("Optional", *(
        field(f"f{n}", option(of), default=None) for n, of in enumerate(ANY[1:])
    )), [
        {f"f{n}": None for n in range(len(ANY) - 1)},
        {f"f{n}": value for n, value in enumerate(ANY_VALUES[1:])},
    ]
    yield "wide record", record("Wide", *(field(f"f{n}", "long") for n in range(100))), [
        {f"f{n}": n * 1000 for n in range(100)},
    ]
    yield "duration", logical(fixed("Duration", 12), "duration"), [
        duration(0, 0, 0), duration(1, 2, 3), duration(2**32 - 1, 2**32 - 1, 2**32 - 1),
    ]
    yield "date", logical("int", "date"), [0, -1, 19782, 2932896]
    yield "unknown logical type", logical("long", "lightyears"), [5]
    yield "logical types in a record", record(
        "Logical",
        field("date", logical("int", "date")),
        field("time_millis", logical("int", "time-millis")),
        field("time_micros", logical("long", "time-micros")),
        field("timestamp_millis", logical("long", "timestamp-millis")),
        field("timestamp_micros", logical("long", "timestamp-micros")),
        field("timestamp_nanos", logical("long", "timestamp-nanos")),
        field("local_millis", logical("long", "local-timestamp-millis")),
        field("local_micros", logical("long", "local-timestamp-micros")),
        field("local_nanos", logical("long", "local-timestamp-nanos")),
        field("uuid", logical("string", "uuid")),
        field("amount", logical("bytes", "decimal", precision=9, scale=2)),
    ), [{
        "date": 19782, "time_millis": 86399999, "time_micros": 86399999999, "timestamp_millis": -1,
        "timestamp_micros": 1709210096123456, "timestamp_nanos": 1709210096123456789, "local_millis": 0,
        "local_micros": 1, "local_nanos": -1, "uuid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "amount": "\u00ff\u0000",
    }]


def long(number):
    bits = (number << 1) ^ (number >> 63)
    groups = bytearray()
    while bits > 0x7F:
        groups.append(bits & 0x7F | 0x80)
        bits >>= 7
    return bytes([*groups, bits])


def blocks(*parts):
    """Items as hexadecimal digits in blocks; those in a list are written with their size."""
    output = b""
    for items in parts:
        raw = b"".join(map(bytes.fromhex, items))
        sized = isinstance(items, list)
        output += (long(-len(items)) + long(len(raw)) if sized else long(len(items))) + raw
    return (output + long(0)).hex()


# What only bytes can say: JSON has no such numbers, and encoders write only one form of each value.
BINARY_CASES = [
    ("float that is no JSON number", "float", ["0000c07f", "0000807f", "000080ff"]),
    ("double that is no JSON number", "double", [
        "000000000000f87f", "000000000000f07f", "000000000000f0ff"]),
    ("array in blocks", array("int"), [
        blocks(("02",), ("04",)), blocks(["02"], ["04", "06"]), blocks(("02", "04"), ["8001"], ("06",))]),
    ("map in blocks", map_of("int"), [
        blocks(("026102",), ("026204",)), blocks(["026102"], ["026204"]), blocks(["026102", "026204"], ("026306",))]),
    ("array of records in blocks", array(record("P", field("x", "int"), field("y", "string"))), [
        blocks(["020261", "0400"]), blocks(["020261"], ("0400",), ["060262"])]),
    ("array of null in blocks", array("null"), [blocks(["", ""], ("",))]),
    ("long with needless bytes", "long", ["8000", "828000", "80808080808080808000"]),
    ("int with needless bytes", "int", ["8000", "8280808000"]),
]

LOGICAL_CASES = [
    ("decimal in bytes", logical("bytes", "decimal", precision=9, scale=2), [
        "0.00", "0.01", "-0.01", "1.27", "1.28", "-1.28", "-1.29", "327.67", "327.68", "-327.68", "-327.69",
        "9999999.99", "-9999999.99"]),
    ("decimal without scale", logical("bytes", "decimal", precision=4), ["0", "1", "-1", "9999", "-9999"]),
    ("decimal of many digits", logical("bytes", "decimal", precision=40, scale=20), [
        "12345678901234567890.12345678901234567890", "-12345678901234567890.12345678901234567890",
        "0.00000000000000000001"]),
    ("decimal in a fixed", logical(fixed("Amount", 4), "decimal", precision=9, scale=2), [
        "0.00", "0.01", "-0.01", "9999999.99", "-9999999.99"]),
    ("decimal in a wide fixed", logical(fixed("Wide", 12), "decimal", precision=20, scale=5), [
        "0.00000", "-0.00001", "123456789012345.67891"]),
    ("decimal in a fixed of one byte", logical(fixed("Tiny", 1), "decimal", precision=2, scale=0), ["99", "-99", "0"]),
    ("uuid as text", logical("string", "uuid"), [
        "00000000-0000-0000-0000-000000000000", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "ffffffff-ffff-ffff-ffff-ffffffffffff"]),
    ("uuid in a fixed", logical(fixed("Uuid", 16), "uuid"), [
        "00000000-0000-0000-0000-000000000000", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "ffffffff-ffff-ffff-ffff-ffffffffffff"]),
    ("dates", logical("int", "date"), ["1970-01-01", "1969-12-31", "2024-02-29", "0001-01-01", "9999-12-31"]),
    ("time-millis", logical("int", "time-millis"), ["00:00:00", "23:59:59.999", "12:34:56.789"]),
    ("time-micros", logical("long", "time-micros"), ["00:00:00", "23:59:59.999999", "12:34:56.789012"]),
    ("timestamp-millis", logical("long", "timestamp-millis"), [
        "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2024-02-29T12:34:56.789Z", "0001-01-01T00:00:00Z"]),
    ("timestamp-micros", logical("long", "timestamp-micros"), [
        "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "2024-02-29T12:34:56.789012Z", "0001-01-01T00:00:00Z"]),
    ("timestamp-nanos", logical("long", "timestamp-nanos"), [
        "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999999Z", "2024-02-29T12:34:56.789012345Z"]),
    ("local-timestamp-millis", logical("long", "local-timestamp-millis"), [
        "1970-01-01T00:00:00", "1969-12-31T23:59:59.999", "2024-02-29T12:34:56.789"]),
    ("local-timestamp-micros", logical("long", "local-timestamp-micros"), [
        "1970-01-01T00:00:00", "1969-12-31T23:59:59.999999", "2024-02-29T12:34:56.789012"]),
    ("local-timestamp-nanos", logical("long", "local-timestamp-nanos"), [
        "1970-01-01T00:00:00", "1969-12-31T23:59:59.999999999", "2024-02-29T12:34:56.789012345"]),
    ("big-decimal", logical("bytes", "big-decimal"), ["0", "1.5", "-123456789.000001"]),
]

MALFORMED_CASES = [
    ("boolean", "boolean", ["02", "ff", ""]),
    ("int", "int", ["", "80", "8080808080", "ffffffff1f", "ffffffffff01", "808080808001", "ffffffffffffffffff01"]),
    ("long", "long", ["", "ff", "ffffffffffffffffff01", "ffffffffffffffffff02", "ffffffffffffffffffff01"]),
    ("float", "float", ["", "000000"]),
    ("double", "double", ["00000000000000"]),
    ("string", "string", ["", "02", "01", "0461", "feffffff0f", "02ff", "04c328"]),
    ("bytes", "bytes", ["", "02", "01", "ffffffffffffffffff01"]),
    ("fixed", MD5, ["", "00" * 15]),
    ("enum", COLOR, ["", "06", "01", "ffffffff0f"]),
    ("union", ["null", "int"], ["", "04", "01", "02"]),
    ("array", array("int"), ["", "02", "0202", "01", "0101", "02028000", "0100"]),
    ("array of null", array("null"), ["feffffffffffffffff01", "ffffffffffffffffff0100"]),
    ("map", map_of("int"), ["", "02", "020261", "02026102"]),
    ("record", record("P", field("x", "int"), field("y", "string")), ["", "02", "0204", "020461"]),
]

P1 = record("P", field("x", "int"), namespace="a")


def wraps(of):
    """One record in whose field `f` the values are."""
    return record("W", field("f", of))


def promotions():
    numbers = {"int": INTS, "long": LONGS, "float": FLOATS[:4], "double": DOUBLES[:4], "boolean": [True],
               "string": ["", "é"], "bytes": ["", "ab", "\u00ff"], "null": [None]}
    for writer, values in numbers.items():
        for reader in numbers:
            yield f"{writer} as {reader}", writer, reader, values


def defaults():
    """Every shape of a default, of a field that the writer does not have."""
    shapes = [
        ("null", "null", None), ("boolean", "boolean", True), ("int", "int", -7), ("long", "long", 2**40),
        ("float", "float", 0.5), ("a whole float", "float", 3), ("double", "double", -0.25), ("a whole double", "double", 3),
        ("string", "string", "é"), ("bytes", "bytes", "\u00ff\u0000a"), ("empty bytes", "bytes", ""),
        ("fixed", fixed("F", 2), "\u00ff\u0001"), ("enum", COLOR, "GREEN"),
        ("array", array("int"), [1, 2]), ("empty array", array("int"), []), ("array of arrays", array(array("string")), [[], ["a"]]),
        ("map", map_of("long"), {"a": 1}), ("empty map", map_of("long"), {}), ("map of arrays", map_of(array("int")), {"a": [1]}),
        ("union, null first", ["null", "int"], None), ("union, its first branch", ["int", "null"], 5),
        ("union, another branch", ["null", "int"], 5), ("union of text", ["string", "int"], "s"),
        ("union of a record", [record("D", field("y", "int")), "null"], {"y": 1}),
        ("record", record("D", field("y", "int"), field("z", "string")), {"y": 1, "z": "s"}),
        ("record that leaves out fields", record("D", field("y", "int", default=9), field("z", "string")), {"z": "s"}),
        ("record in a record", record("D", field("e", record("E", field("y", ["null", "int"])))), {"e": {"y": None}}),
        ("array of records", array(record("D", field("y", "int"))), [{"y": 1}, {"y": 2}]),
        ("map of records", map_of(record("D", field("y", "int"))), {"k": {"y": 1}}),
        ("recursive record", LIST, {"value": 1, "next": None}),
        ("decimal", logical("bytes", "decimal", precision=4, scale=2), "\u0001\u0000"),
        ("timestamp", logical("long", "timestamp-millis"), 1000),
        ("uuid", logical("string", "uuid"), "00000000-0000-0000-0000-000000000000"),
    ]
    for name, of, default in shapes:
        yield f"default: {name}", record("W", field("x", "int")), record(
            "W", field("d", of, default=default), field("x", "int")), [{"x": 1}]
    yield "default: none", record("W", field("x", "int")), record("W", field("x", "int"), field("d", "int")), [{"x": 1}]
    yield "default: none, in a nested record", wraps(array(record("I", field("x", "int")))), wraps(
        array(record("I", field("y", "int")))), [{"f": []}, {"f": [{"x": 1}]}]


def enums():
    def of(*symbols, **members):
        return enum("E", *symbols, **members)
    both = of("A", "B", "C")
    yield "enum: fewer symbols", both, of("A", "B"), ["A", "B", "C"]
    yield "enum: fewer symbols, with a default", both, of("B", "A", default="A"), ["A", "B", "C"]
    yield "enum: default among the writer's only", both, of("A", "B"), ["B", "C"]
    yield "enum: more symbols", of("A"), both, ["A"]
    yield "enum: reordered", both, of("C", "B", "A"), ["A", "B", "C"]
    yield "enum: no symbol in common", of("A"), of("B"), ["A"]
    yield "enum: no symbol in common, with a default", of("A"), of("B", default="B"), ["A"]
    yield "enum: another name", both, enum("F", "A", "B", "C"), ["A"]
    yield "enum: another name, by alias", both, enum("F", "A", "B", "C", aliases=["E"]), ["A"]
    yield "enum: moved to a namespace", both, enum("E", "A", "B", "C", namespace="n"), ["A"]
    yield "enum: moved, by alias", enum("E", "A", "B", "C", namespace="m"), enum(
        "E", "A", "B", "C", namespace="n", aliases=["m.E"]), ["A"]
    yield "enum: default within a field", wraps(both), record("W", field("f", of("A", default="A"))), [{"f": "C"}]
    yield "enum: default of the field is not that of the enum", wraps(both), record(
        "W", field("f", of("A", "B"), default="A")), [{"f": "A"}, {"f": "C"}]
    yield "enum: as string", both, "string", ["A"]
    yield "string: as enum", "string", both, ["A"]


def fixeds():
    yield "fixed: same", fixed("F", 2), fixed("F", 2), ["ab"]
    yield "fixed: another size", fixed("F", 2), fixed("F", 3), ["ab"]
    yield "fixed: another name", fixed("F", 2), fixed("G", 2), ["ab"]
    yield "fixed: another name, by alias", fixed("F", 2), fixed("G", 2, aliases=["F"]), ["ab"]
    yield "fixed: moved", fixed("F", 2, namespace="a"), fixed("F", 2, namespace="b"), ["ab"]
    yield "fixed: as bytes", fixed("F", 2), "bytes", ["ab"]
    yield "bytes: as fixed", "bytes", fixed("F", 2), ["ab"]


def records():
    xy = record("W", field("x", "int"), field("y", "string"))
    value = [{"x": 1, "y": "s"}]
    yield "record: same", xy, xy, value
    yield "record: reordered", xy, record("W", field("y", "string"), field("x", "int")), value
    yield "record: fewer fields", xy, record("W", field("y", "string")), value
    yield "record: no fields", xy, record("W"), value
    yield "record: field by alias", xy, record("W", field("z", "int", aliases=["x"]), field("y", "string")), value
    yield "record: field by its second alias", xy, record(
        "W", field("z", "int", aliases=["q", "x"]), field("y", "string")), value
    yield "record: name before alias", xy, record(
        "W", field("y", "string", aliases=["x"]), field("x", "int")), value
    yield "record: names swapped by aliases", record("W", field("a", "int"), field("b", "int")), record(
        "W", field("b", "int", aliases=["a"]), field("a", "int", aliases=["b"])), [{"a": 1, "b": 2}]
    yield "record: one field by two aliases", record("W", field("a", "int"), field("b", "int")), record(
        "W", field("c", "int", aliases=["a", "b"])), [{"a": 1, "b": 2}]
    yield "record: two fields by one alias", record("W", field("a", "int")), record(
        "W", field("b", "int", aliases=["a"], default=0), field("c", "int", aliases=["a"], default=0)), [{"a": 1}]
    yield "record: field by alias, promoted", xy, record("W", field("z", "double", aliases=["x"]), field("y", "bytes")), value
    yield "record: alias of a field that has its name too", xy, record(
        "W", field("x", "int", aliases=["y"]), field("y", "string")), value
    yield "record: another name", xy, record("V", field("x", "int")), value
    yield "record: another name, by alias", xy, record("V", field("x", "int"), aliases=["W"]), value
    yield "record: moved to a namespace", xy, record("W", field("x", "int"), namespace="n"), value
    yield "record: moved between namespaces", record("W", field("x", "int"), namespace="a.b"), record(
        "W", field("x", "int"), namespace="c"), [{"x": 1}]
    yield "record: moved and renamed, by alias", record("W", field("x", "int"), namespace="a"), record(
        "V", field("x", "int"), namespace="b", aliases=["a.W"]), [{"x": 1}]
    yield "record: inner, another name", wraps(record("I", field("x", "int"))), wraps(record("J", field("x", "int"))), [{"f": {"x": 1}}]
    yield "record: inner, moved with the outer", record(
        "W", field("f", record("I", field("x", "int"))), namespace="a"), record(
        "W", field("f", record("I", field("x", "int"))), namespace="b"), [{"f": {"x": 1}}]
    yield "record: inner, by alias and field by alias", wraps(record("I", field("x", "int"))), wraps(
        record("J", field("z", "long", aliases=["x"]), aliases=["I"])), [{"f": {"x": 1}}]
    yield "record: skipped fields of every type", EVERYTHING, record(
        "Everything", field("double", "double"), namespace="com.example"), [everything(3)]
    yield "record: skipped between", EVERYTHING, record(
        "Everything", field("optionals", array(["null", "string"])), field("text", "string"), namespace="com.example"), [everything(2)]
    yield "record: as map", xy, map_of("string"), value
    yield "map: as record", map_of("string"), xy, [{"a": "b"}]


def unions():
    cases = [
        ("wider", ["null", "int"], ["null", "int", "string"], [None, {"int": 1}]),
        ("reordered", ["null", "int"], ["int", "null"], [None, {"int": 1}]),
        ("narrower", ["null", "int"], ["int"], [None, {"int": 1}]),
        ("no null any more", ["null", "int"], "int", [None, {"int": 1}]),
        ("made optional", "int", ["null", "int"], [1]),
        ("made optional, promoted", "int", ["null", "long"], [1]),
        ("promoted inside", ["null", "int"], ["null", "long"], [None, {"int": 1}]),
        ("promoted out of", ["int", "long"], "double", [{"int": 1}, {"long": 2}]),
        ("exact before promoted", "int", ["long", "double", "int"], [1]),
        ("first promotion", "int", ["string", "double", "long"], [1]),
        ("float before double", "int", ["double", "float"], [1]),
        ("string as bytes or exact", "string", ["bytes", "string"], ["s"]),
        ("bytes as string", "bytes", ["null", "string"], ["s"]),
        ("nothing in common", ["null", "int"], ["string", "boolean"], [None, {"int": 1}]),
        ("one branch missing", ["int", "string"], ["int", "boolean"], [{"int": 1}, {"string": "s"}]),
        ("missing in an array", array(["int", "string"]), array("int"), [[], [{"int": 1}], [{"string": "s"}]]),
        ("array in union, items promoted", [array("int")], ["null", array("long")], [{"array": [1]}]),
        ("map in union", map_of("int"), ["null", map_of("double")], [{"a": 1}]),
        ("enum in union", COLOR, ["null", COLOR], ["RED"]),
        ("enum in union, symbol missing", COLOR, ["null", enum("Color", "RED")], ["RED", "BLUE"]),
        ("enum in union, another name", COLOR, ["null", enum("Colour", "RED", "GREEN", "BLUE")], ["RED"]),
        ("fixed in union, another size", MD5, ["null", fixed("Md5", 8)], ["0123456789abcdef"]),
        ("fixed in union, two sizes", fixed("F", 2, namespace="a"), [fixed("F", 3, namespace="b"), fixed("F", 2, namespace="c")], ["ab"]),
        ("record by full name", P1, ["null", P1], [{"x": 1}]),
        ("record by simple name", P1, ["null", {**P1, "namespace": "b"}], [{"x": 1}]),
        ("record by alias", P1, ["null", record("Q", field("x", "int"), namespace="b", aliases=["a.P"])], [{"x": 1}]),
        ("record by structure", P1, ["null", record("Q", field("x", "int"), namespace="b")], [{"x": 1}]),
        ("record, full name before simple", P1, [{**P1, "namespace": "b"}, P1], [{"x": 1}]),
        ("record, simple name before structure", P1, [record("Q", field("x", "int"), namespace="a"), {**P1, "namespace": "b"}], [{"x": 1}]),
        ("record that lacks a default", P1, ["null", record("P", field("y", "int"), namespace="a")], [{"x": 1}]),
        ("record, one of two fits", P1, [record("P", field("y", "int"), namespace="b"), record("P", field("x", "int"), namespace="c")], [{"x": 1}]),
        ("record with a missing default, another by structure", P1, [record("P", field("y", "int"), namespace="a"), record("Q", field("x", "int"), namespace="a")], [{"x": 1}]),
        ("records, one new", [P1], [record("Q", field("x", "int"), namespace="a"), P1], [{"a.P": {"x": 1}}]),
        ("records, one gone", [P1, record("Q", field("x", "int"), namespace="a")], [P1], [{"a.P": {"x": 1}}, {"a.Q": {"x": 1}}]),
        ("records, one gone, other fields", [P1, record("Q", field("z", "string"), namespace="a")], [P1], [{"a.P": {"x": 1}}, {"a.Q": {"z": "s"}}]),
        ("records to one record", [P1, record("Q", field("x", "int"), namespace="a")], P1, [{"a.P": {"x": 1}}, {"a.Q": {"x": 1}}]),
        ("one record to records", P1, [record("Q", field("z", "int", default=0), namespace="a"), P1], [{"x": 1}]),
        ("optional record evolves", ["null", P1], ["null", record("P", field("x", "long"), field("n", "int", default=3), namespace="a")], [None, {"a.P": {"x": 1}}]),
        ("everything to everything", ANY, ANY, ANY_VALUES),
        ("everything reversed", ANY, ANY[::-1], ANY_VALUES),
        ("everything to few", ANY, ["null", "double", "string"], ANY_VALUES),
        ("null alone", "null", ["null", "int"], [None]),
        ("union in an optional field", wraps(["null", "int"]), wraps(["null", "string", "double"]), [{"f": None}, {"f": {"int": 4}}]),
    ]
    for name, writer, reader, values in cases:
        yield f"union: {name}", writer, reader, values


def containers():
    yield "array: items promoted", array("int"), array("double"), [[], [1, 2]]
    yield "array: items of no use", array("int"), array("string"), [[], [1]]
    yield "array: as map", array("int"), map_of("int"), [[], [1]]
    yield "map: values promoted", map_of("float"), map_of("double"), [{}, {"a": 0.5}]
    yield "map: values of no use", map_of("int"), map_of("string"), [{}, {"a": 1}]
    yield "array: of optional items", array("int"), array(["null", "int"]), [[1]]
    yield "array: items not optional any more", array(["null", "int"]), array("int"), [[{"int": 1}], [None]]
    yield "array: deep", array(array(array("int"))), array(array(array("long"))), [[[[1], []]]]


def recursive():
    wide = record("List", field("value", "long"), field("next", ["null", "List"]), field("new", "string", default="n"))
    value = nested_list(3)
    yield "recursive: evolves at each level", LIST, wide, [value]
    yield "recursive: fields dropped", LIST, record("List", field("value", "int")), [value]
    yield "recursive: the other field dropped", LIST, record("List", field("next", ["null", "List"])), [value]
    yield "recursive: renamed by alias", LIST, record(
        "Linked", field("value", "int"), field("tail", ["null", "Linked"], aliases=["next"]), aliases=["List"]), [value]
    yield "recursive: moved to a namespace", LIST, {**LIST, "namespace": "n"}, [value]
    yield "recursive: renamed without alias", LIST, record(
        "Linked", field("value", "int"), field("next", ["null", "Linked"])), [value, nested_list(1)]
    yield "recursive: default missing", LIST, record("List", field("next", ["null", "List"]), field("new", "int")), [value]
    yield "recursive: unrolled by the reader", LIST, record(
        "List", field("value", "int"), field("next", ["null", record("List", field("value", "int"), field("next", ["null", "n.List"]), namespace="n")])), [value]
    yield "recursive: tree, children promoted", record("T", field("v", "int"), field("c", array("T"))), record(
        "T", field("c", array("T")), field("v", "double")), [{"v": 1, "c": [{"v": 2, "c": []}]}]
    yield "recursive: through a map", BY_NAME, record(
        "Directory", field("entries", map_of(record(
            "Entry", field("directory", ["null", "Directory"]), field("size", "double")))), namespace="com.example.files"), [
        {"entries": {"a": {"size": 1, "directory": {"com.example.files.Directory": {"entries": {}}}}}}]


def logical_types():
    cases = [
        ("timestamps of another unit", logical("long", "timestamp-millis"), logical("long", "timestamp-micros"), [1]),
        ("timestamp as plain long", logical("long", "timestamp-millis"), "long", [1]),
        ("plain long as timestamp", "long", logical("long", "timestamp-millis"), [1]),
        ("plain int as timestamp", "int", logical("long", "timestamp-millis"), [1]),
        ("date as timestamp", logical("int", "date"), logical("long", "timestamp-millis"), [1]),
        ("timestamp as local timestamp", logical("long", "timestamp-millis"), logical("long", "local-timestamp-millis"), [1]),
        ("decimals of another scale", logical("bytes", "decimal", precision=4, scale=2), logical("bytes", "decimal", precision=4, scale=1), ["\u0001"]),
        ("decimals of another precision", logical("bytes", "decimal", precision=4, scale=2), logical("bytes", "decimal", precision=9, scale=2), ["\u0001"]),
        ("decimal as plain bytes", logical("bytes", "decimal", precision=4, scale=2), "bytes", ["\u0001"]),
        ("decimal in a fixed as in bytes", logical(fixed("F", 2), "decimal", precision=4, scale=2), logical("bytes", "decimal", precision=4, scale=2), ["ab"]),
        ("uuid as plain string", logical("string", "uuid"), "string", ["6ba7b810-9dad-11d1-80b4-00c04fd430c8"]),
        ("plain string as uuid", "string", logical("string", "uuid"), ["6ba7b810-9dad-11d1-80b4-00c04fd430c8"]),
        ("uuid in a fixed as text", logical(fixed("U", 16), "uuid"), logical("string", "uuid"), ["0123456789abcdef"]),
    ]
    for name, writer, reader, values in cases:
        yield f"logical: {name}", writer, reader, values


def evolved():
    newer = record(
        "Everything",
        field("optionals", array(["null", "string"])),
        field("new", "string", default="new"),
        field("int", "double"),
        field("long", ["null", "long"]),
        field("nested", record("Nested", field("children", array("Nested")), field("name", "string"))),
        field("float", "double"),
        field("numbers", array("int"), default=[1, 2]),
        namespace="com.example",
    )
    yield "everything evolved", EVERYTHING, newer, [everything(number) for number in range(4)]


def write(file, lines):
    with open(HERE / "cases" / file, "w", encoding="ascii") as output:
        output.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def main():
    (HERE / "cases").mkdir(exist_ok=True)
    (HERE / "containers").mkdir(exist_ok=True)
    values = [{"name": n, "schema": s, "values": v} for n, s, v in value_cases()]
    values += [{"name": n, "schema": s, "binary": b} for n, s, b in BINARY_CASES]
    values += [{"name": n, "schema": s, "logical": t} for n, s, t in LOGICAL_CASES]
    write("values.jsonl", values)
    write("malformed.jsonl", ({"name": n, "schema": s, "binary": b} for n, s, b in MALFORMED_CASES))
    groups = [promotions, defaults, enums, fixeds, records, unions, containers, recursive, logical_types, evolved]
    write("resolution.jsonl", (
        {"name": n, "writer": w, "reader": r, "values": v} for group in groups for n, w, r, v in group()))
    with open(HERE / "containers" / "records.json", "w", encoding="ascii") as output:
        json.dump({"schema": EVERYTHING, "values": [everything(n % 10) for n in range(40)]}, output, separators=(",", ":"))
        output.write("\n")


if __name__ == "__main__":
    main()
