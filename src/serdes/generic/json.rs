//! JSON values, spelled plainly.

use serde_json::Value;

use super::GenericSchema;
use super::value::codec::{Codec, Datum};
use crate::codec::Limits;
use crate::codec::json::{JsonEncoding, ValueVisitor, encode_tree};
use crate::serdes::{DeserializeError, SerializeError};

impl Codec for Value {
    fn encode(&self, schema: &GenericSchema, output: &mut Vec<u8>) -> Result<(), SerializeError> {
        let (schema, limits) = (schema.schema(), Limits::default());
        Ok(encode_tree(
            schema,
            self,
            JsonEncoding::Plain,
            &limits,
            output,
        )?)
    }

    fn decode(datum: Datum<'_>) -> Result<(Self, usize), DeserializeError> {
        let mut visitor = ValueVisitor::new(datum.limits);
        let length = datum.reader.read(datum.bytes, datum.limits, &mut visitor)?;
        Ok((visitor.finish(), length))
    }
}
