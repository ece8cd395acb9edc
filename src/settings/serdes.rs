//! Serializers and deserializers, from settings of Java and Python.

use std::collections::BTreeMap;

use super::subjects;
use super::values::Values;
use crate::registry::{SchemaId, SchemaSelection};
use crate::serdes::{
    AvroDeserializer, AvroDeserializerBuilder, AvroSerializer, AvroSerializerBuilder,
    SchemaIdPlacement,
};

pub(super) fn serializer(values: &mut Values) -> AvroSerializerBuilder {
    let selection = selection(values);
    let strictness = match &selection {
        SchemaSelection::UseId(_) => Some("id.compatibility.strict"),
        SchemaSelection::UseLatest | SchemaSelection::UseLatestWithMetadata(_) => {
            Some("latest.compatibility.strict")
        }
        _ => None,
    };
    let is_strict = strictness.and_then(|key| values.take_flag(key));
    let mut builder = AvroSerializer::builder()
        .schemas(selection)
        .compatibility_strict(is_strict.unwrap_or(true));
    if let Some(normalize) = values.take_flag("normalize.schemas") {
        builder = builder.normalize_schemas(normalize);
    }
    if let Some(placement) = placement(values) {
        builder = builder.schema_id_placement(placement);
    }
    subjects::set(values, builder)
}

pub(super) fn deserializer(values: &mut Values) -> AvroDeserializerBuilder {
    // There is one way to find the id, which may be said.
    let dual = [
        ("DualSchemaIdDeserializer", ()),
        ("dual_schema_id_deserializer", ()),
    ];
    values.take_class("key.schema.id.deserializer", &dual);
    values.take_class("value.schema.id.deserializer", &dual);
    values.take_class("schema.id.deserializer", &dual);
    let builder = AvroDeserializer::builder();
    match values.take_flag("avro.fail.on.trailing.data") {
        Some(fail) => builder.fail_on_trailing_data(fail),
        None => builder,
    }
}

/// Of those that name a schema, the first one in the order on which Java and Python agree. They do
/// not on whether registering comes before or after.
fn selection(values: &mut Values) -> SchemaSelection {
    let register = values.take_flag("auto.register.schemas") == Some(true);
    let id = schema_id(values).map(SchemaSelection::UseId);
    let with_metadata = metadata(values).map(SchemaSelection::UseLatestWithMetadata);
    let latest = values.take_flag("use.latest.version") == Some(true);
    let latest = latest.then_some(SchemaSelection::UseLatest);
    let selected = id.or(with_metadata).or(latest);
    if register && selected.is_some() {
        let reason = "it contradicts what says which schema of the registry to write: Java would \
                      register, and Python would not";
        values.refuse("auto.register.schemas", reason);
    }
    match selected {
        Some(selected) => selected,
        None if register => SchemaSelection::Register,
        None => SchemaSelection::LookUp,
    }
}

/// The id, which is none below zero.
fn schema_id(values: &mut Values) -> Option<SchemaId> {
    let number: i64 = values.take_number("use.schema.id")?;
    let number = u32::try_from(number).ok()?;
    let id = SchemaId::new(number);
    if id.is_none() {
        values.refuse("use.schema.id", "no id is that large");
    }
    id
}

/// The properties in `key=value,key=value`.
fn metadata(values: &mut Values) -> Option<BTreeMap<String, String>> {
    let value = values.take("use.latest.with.metadata")?;
    let properties = value.text.split(',').map(|property| {
        let (key, value) = property.split_once('=')?;
        Some((key.trim().to_owned(), value.trim().to_owned()))
    });
    let properties: Option<BTreeMap<_, _>> = properties.collect();
    if properties.is_none() {
        values.refuse(
            &value.name,
            "it must be `key=value`, several separated by commas",
        );
    }
    properties
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
        let reason = "it must be that of `value.schema.id.serializer`: keys and values are written \
                      alike";
        values.refuse("key.schema.id.serializer", reason);
    }
    value.or(key).or(both)
}
