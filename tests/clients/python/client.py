"""Has confluent-kafka, the Python client, use a Schema Registry.

    client.py URL TOPIC MESSAGE

MESSAGE is the value of a record of TOPIC in hexadecimal. It is decoded, and the last line of the
output is JSON with what it says under `read`, and with what this client makes of that under
`written`, in hexadecimal. What goes wrong ends the program with an exception.
"""

import json
import sys

from confluent_kafka.schema_registry import (
    AssociationCreateOrUpdateInfo,
    AssociationCreateOrUpdateRequest,
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    header_schema_id_serializer,
)
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext

# With what a path would misread.
SUBJECT = "python/readings ?#%-value"


def avro(value):
    return Schema(json.dumps(value), "AVRO")


def record(*fields):
    return {"type": "record", "name": "Reading", "namespace": "clients", "fields": list(fields)}


CELSIUS = {"name": "celsius", "type": "double"}
FIRST = avro(record(CELSIUS))
COMPATIBLE = avro(record(CELSIUS, {"name": "sensor", "type": "string", "default": "?"}))
INCOMPATIBLE = avro(record(CELSIUS, {"name": "sensor", "type": "string"}))


def refused(status, code, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except SchemaRegistryError as error:
        assert (error.http_status_code, error.error_code) == (status, code), error
        return
    raise AssertionError(f"{call.__name__} was not refused")


def registration(client):
    refused(404, 40401, client.get_latest_version, SUBJECT)
    schema_id = client.register_schema(SUBJECT, FIRST)
    assert client.register_schema(SUBJECT, FIRST) == schema_id
    client.clear_caches()
    found = client.lookup_schema(SUBJECT, FIRST)
    assert (found.schema_id, found.version, found.subject) == (schema_id, 1, SUBJECT)
    assert json.loads(client.get_schema(schema_id).schema_str) == json.loads(FIRST.schema_str)
    by_guid = client.get_schema_by_guid(found.guid)
    assert json.loads(by_guid.schema_str) == json.loads(FIRST.schema_str)
    assert SUBJECT in client.get_subjects()
    assert client.get_subjects_by_schema_id(schema_id) == [SUBJECT]
    refused(404, 40403, client.get_schema, 123456)
    refused(422, 42201, client.register_schema, SUBJECT, avro({"type": "nonsense"}))


def compatibility(client):
    assert client.get_compatibility() == "BACKWARD"
    assert client.test_compatibility(SUBJECT, COMPATIBLE)
    assert not client.test_compatibility(SUBJECT, INCOMPATIBLE)
    refused(409, 40901, client.register_schema, SUBJECT, INCOMPATIBLE)
    assert client.set_compatibility(SUBJECT, "FORWARD") == {"compatibility": "FORWARD"}
    assert client.get_compatibility(SUBJECT) == "FORWARD"
    assert client.test_compatibility_all_versions(SUBJECT, INCOMPATIBLE)
    assert client.set_compatibility(SUBJECT, "BACKWARD")
    client.register_schema(SUBJECT, COMPATIBLE)
    assert client.get_versions(SUBJECT) == [1, 2]
    assert client.get_latest_version(SUBJECT).version == 2


def references(client):
    client.register_schema("python-reading", FIRST)
    schema = Schema(
        json.dumps({"type": "array", "items": "clients.Reading"}),
        "AVRO",
        [SchemaReference("clients.Reading", "python-reading", 1)],
    )
    schema_id = client.register_schema("python-series", schema)
    assert client.get_referenced_by("python-reading", 1) == [schema_id]
    refused(422, 42206, client.delete_version, "python-reading", 1)


def deletion(client):
    refused(404, 40405, client.delete_subject, SUBJECT, permanent=True)
    assert client.delete_version(SUBJECT, 1) == 1
    assert client.delete_subject(SUBJECT) == [2]
    assert client.delete_subject(SUBJECT, permanent=True) == [1, 2]
    assert SUBJECT not in client.get_subjects()


def round_trips(client):
    context = SerializationContext("python-readings", MessageField.VALUE, [])
    reading = {"celsius": 21.5}
    deserializer = AvroDeserializer(client)
    written = AvroSerializer(client, FIRST.schema_str)(reading, context)
    assert written[0] == 0 and deserializer(written, context) == reading

    options = {"schema.id.serializer": header_schema_id_serializer}
    bare = AvroSerializer(client, FIRST.schema_str, conf=options)(reading, context)
    assert bare == written[5:] and len(context.headers) == 1
    assert deserializer(bare, context) == reading

    # A writer that has a field more than the reader, and one that has a field less.
    wide = {"celsius": 3.0, "sensor": "roof"}
    written = AvroSerializer(client, COMPATIBLE.schema_str)(wide, context_of("python-readings"))
    narrow = AvroDeserializer(client, FIRST.schema_str)
    assert narrow(written, context_of("python-readings")) == {"celsius": 3.0}


def associations(client):
    """A topic that has the subject of another one, which the serializer asks for by itself."""
    info = AssociationCreateOrUpdateInfo("python-reading", "value", "WEAK")
    request = AssociationCreateOrUpdateRequest("python-shared", "python", "1", "topic", [info])
    assert client.create_association(request).associations[0].subject == "python-reading"
    (found,) = client.get_associations_by_resource_name("python-shared", "-", "topic", ["value"])
    assert (found.subject, found.resource_id) == ("python-reading", "1")
    known = client.get_subjects()
    written = AvroSerializer(client, FIRST.schema_str)({"celsius": 1.0}, context_of("python-shared"))
    latest = client.get_latest_version("python-reading")
    assert int.from_bytes(written[1:5], "big") == latest.schema_id
    assert client.get_subjects() == known
    refused(409, 40904, client.delete_subject, "python-reading")
    client.delete_associations("1", "topic", ["value"])


def context_of(topic):
    return SerializationContext(topic, MessageField.VALUE)


def relay(client, topic, message):
    context = context_of(topic)
    read = AvroDeserializer(client)(message, context)
    options = {"auto.register.schemas": False, "use.latest.version": True}
    written = AvroSerializer(client, conf=options)(read, context)
    print(json.dumps({"read": read, "written": written.hex()}))


def main():
    url, topic, message = sys.argv[1:]
    client = SchemaRegistryClient({"url": url})
    registration(client)
    compatibility(client)
    references(client)
    deletion(client)
    round_trips(client)
    associations(client)
    relay(client, topic, bytes.fromhex(message))


main()
