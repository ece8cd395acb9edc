//! Serializers and deserializers, from settings of Java and Python.

use super::values::Values;
use crate::registry::SchemaSelection;
use crate::serdes::{
    AvroDeserializer, AvroDeserializerBuilder, AvroSerializer, AvroSerializerBuilder,
    SchemaIdPlacement,
};
use crate::subject::SubjectNameStrategy;

pub(super) fn serializer(values: &mut Values) -> AvroSerializerBuilder {
    let mut builder = AvroSerializer::builder().schemas(selection(values));
    if let Some(normalize) = values.take_flag("normalize.schemas") {
        builder = builder.normalize_schemas(normalize);
    }
    let both = python_strategy(values);
    if let Some(strategy) = strategy(values, "key.subject.name.strategy").or(both.clone()) {
        builder = builder.key_subject_name_strategy(strategy);
    }
    if let Some(strategy) = strategy(values, "value.subject.name.strategy").or(both) {
        builder = builder.value_subject_name_strategy(strategy);
    }
    match placement(values) {
        Some(placement) => builder.schema_id_placement(placement),
        None => builder,
    }
}

pub(super) fn deserializer(values: &mut Values) -> AvroDeserializerBuilder {
    let mut builder = AvroDeserializer::builder();
    if let Some(fail) = values.take_flag("avro.fail.on.trailing.data") {
        builder = builder.fail_on_trailing_data(fail);
    }
    for key in [
        "key.schema.id.deserializer",
        "value.schema.id.deserializer",
        "schema.id.deserializer",
    ] {
        values.take_class(
            key,
            &[
                ("DualSchemaIdDeserializer", ()),
                ("dual_schema_id_deserializer", ()),
            ],
        );
    }
    builder
}

fn selection(values: &mut Values) -> SchemaSelection {
    match values.take_flag("auto.register.schemas") {
        Some(true) => SchemaSelection::Register,
        Some(false) | None => SchemaSelection::LookUp,
    }
}

/// One of Java's classes, or one of Python's functions.
fn strategy(values: &mut Values, key: &'static str) -> Option<SubjectNameStrategy> {
    values.take_class(
        key,
        &[
            ("TopicNameStrategy", SubjectNameStrategy::TopicName),
            ("RecordNameStrategy", SubjectNameStrategy::RecordName),
            (
                "TopicRecordNameStrategy",
                SubjectNameStrategy::TopicRecordName,
            ),
            (
                "topic_subject_name_strategy",
                SubjectNameStrategy::TopicName,
            ),
            (
                "record_subject_name_strategy",
                SubjectNameStrategy::RecordName,
            ),
            (
                "topic_record_subject_name_strategy",
                SubjectNameStrategy::TopicRecordName,
            ),
        ],
    )
}

/// Python has one for keys and values, by its function or else by its type.
fn python_strategy(values: &mut Values) -> Option<SubjectNameStrategy> {
    let by_type = values.take_choice(
        "subject.name.strategy.type",
        &[
            ("TOPIC", SubjectNameStrategy::TopicName),
            ("RECORD", SubjectNameStrategy::RecordName),
            ("TOPIC_RECORD", SubjectNameStrategy::TopicRecordName),
        ],
    );
    strategy(values, "subject.name.strategy").or(by_type)
}

fn placement(values: &mut Values) -> Option<SchemaIdPlacement> {
    let classes = [
        ("PrefixSchemaIdSerializer", SchemaIdPlacement::Prefix),
        ("HeaderSchemaIdSerializer", SchemaIdPlacement::Header),
        ("prefix_schema_id_serializer", SchemaIdPlacement::Prefix),
        ("header_schema_id_serializer", SchemaIdPlacement::Header),
    ];
    let both = values.take_class("schema.id.serializer", &classes);
    let key = values.take_class("key.schema.id.serializer", &classes);
    let value = values.take_class("value.schema.id.serializer", &classes);
    if let (Some(key), Some(value)) = (key, value)
        && key != value
    {
        let reason = "it must be that of `value.schema.id.serializer`: one serializer writes both; \
                      give keys and values a serializer each";
        values.refuse("key.schema.id.serializer", reason);
    }
    value.or(key).or(both)
}
