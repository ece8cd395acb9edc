//! Values of apache-avro, and what it makes of other types.

mod encode;
mod visitor;

use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::visitor::ValueVisitor;
use super::GenericSchema;
use super::value::codec::{Codec, Datum};
use crate::codec::Limits;
use crate::serdes::{DeserializeError, SerializeError};

/// Any type that serde can write and read, as the value of a [`Generic`](super::Generic).
///
/// It is written by apache-avro's serializer, by the names of its fields, as the
/// [`GenericSchema`] asks for them. To read it, the data becomes an `apache_avro::types::Value`
/// first. A type on which [`AvroEvent`](derive@crate::AvroEvent) is derived needs neither.
///
/// ```
/// use avrolane::kafka::{Record, Topic};
/// use avrolane::serdes::generic::{Generic, GenericSchema, Serde};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Serialize, Deserialize)]
/// struct Reading {
///     celsius: f64,
/// }
///
/// const READINGS: Topic<String, Generic<Serde<Reading>>> = Topic::new("readings");
///
/// let schema = GenericSchema::parse(
///     r#"{"type": "record", "name": "Reading", "fields": [{"name": "celsius", "type": "double"}]}"#,
/// )?;
/// let reading = Generic::new(&schema, Serde(Reading { celsius: 21.5 }));
/// let record = Record::to(&READINGS).value(&reading);
/// # drop(record);
/// # Ok::<(), avrolane::schema::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Serde<T>(pub T);

impl Codec for Value {
    fn encode(&self, schema: &GenericSchema, output: &mut Vec<u8>) -> Result<(), SerializeError> {
        Ok(encode::encode(
            schema.schema(),
            self,
            &Limits::default(),
            output,
        )?)
    }

    fn decode(datum: Datum<'_>) -> Result<(Self, usize), DeserializeError> {
        let mut visitor = ValueVisitor::new(datum.limits);
        let length = datum.reader.read(datum.bytes, datum.limits, &mut visitor)?;
        Ok((visitor.finish(), length))
    }
}

impl<T: Serialize + DeserializeOwned> Codec for Serde<T> {
    fn encode(&self, schema: &GenericSchema, output: &mut Vec<u8>) -> Result<(), SerializeError> {
        let schema = schema.apache().map_err(SerializeError::other)?;
        let writer = GenericDatumWriter::builder(schema).build();
        let writer = writer.map_err(SerializeError::other)?;
        writer
            .write_ser(output, &self.0)
            .map(drop)
            .map_err(SerializeError::other)
    }

    fn decode(datum: Datum<'_>) -> Result<(Self, usize), DeserializeError> {
        let (value, length) = Value::decode(datum)?;
        let value = apache_avro::from_value(&value).map_err(DeserializeError::other)?;
        Ok((Self(value), length))
    }
}
