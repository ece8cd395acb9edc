//! Single-object encoding: a datum with the fingerprint of the schema that wrote it in front.
//!
//! ```text
//! c3 01  fingerprint, 8 bytes, lowest first  datum
//! ```
//!
//! For events that are stored one by one where there is no registry; Java's `BinaryMessageEncoder`
//! and `BinaryMessageDecoder` write and read the same (specification, "Single-object encoding").
//! [`encode`] and [`decode`] know the schema of a type alone; a [`SchemaStore`] reads what other
//! versions of it wrote.
//!
//! The fingerprint is that of the canonical form, in which there are no logical types, defaults and
//! aliases: two schemas that differ in these only are one.
//!
//! ```
//! use avrolane::codec::single_object::{self, SchemaStore};
//! use avrolane::schema::Schema;
//!
//! let message = single_object::encode(&vec![1_i32, 2])?;
//! assert_eq!(single_object::decode::<Vec<i32>>(&message)?, [1, 2]);
//!
//! let mut store = SchemaStore::new();
//! store.insert(Schema::parse(r#"{"type": "array", "items": "int"}"#)?);
//! assert_eq!(store.decode::<Vec<f64>>(&message)?, [1.0, 2.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::decoder::Decoder;
use super::error::{DecodeError, EncodeError};
use super::limits::Limits;
use super::plan::{Plan, PlanError};
use super::traits::{AvroDecode, AvroEncode};
use crate::schema::{AvroSchema, Digest, Fingerprint, Schema};

/// The first two bytes: the encoding's mark and its version.
pub const MARKER: [u8; 2] = [0xc3, 0x01];

/// Writes a value with its schema's fingerprint in front.
///
/// # Errors
///
/// If the value does not fit its schema.
///
/// # Panics
///
/// As [`Schema::of`], on the first value of a type.
pub fn encode<T: AvroSchema + AvroEncode + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut output = Vec::new();
    append(value, &mut output)?;
    Ok(output)
}

/// Appends a value with its schema's fingerprint in front.
///
/// # Errors
///
/// If the value does not fit its schema. What `output` then holds behind its former end is of no
/// use.
///
/// # Panics
///
/// As [`Schema::of`], on the first value of a type.
pub fn append<T: AvroSchema + AvroEncode + ?Sized>(
    value: &T,
    output: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    output.extend_from_slice(&MARKER);
    output.extend_from_slice(&fingerprint_of::<T>().get().to_le_bytes());
    value.encode(output)
}

/// Reads a value that was written with the schema of `T`, under the default [`Limits`].
///
/// Bytes behind the value are ignored.
///
/// # Errors
///
/// If the message is none, is of another schema, or holds no such value.
///
/// # Panics
///
/// As [`Schema::of`], on the first value of a type.
pub fn decode<'de, T: AvroSchema + AvroDecode<'de>>(
    message: &'de [u8],
) -> Result<T, SingleObjectError> {
    let (fingerprint, datum) = split(message)?;
    if fingerprint != fingerprint_of::<T>() {
        return Err(SingleObjectError::UnknownSchema(fingerprint));
    }
    Ok(T::decode(&mut Decoder::new(datum, &Limits::default()))?)
}

/// Splits a message into the fingerprint of the schema that wrote it and the datum.
///
/// # Errors
///
/// [`NotSingleObject`](SingleObjectError::NotSingleObject).
pub fn split(message: &[u8]) -> Result<(Fingerprint, &[u8]), SingleObjectError> {
    let (fingerprint, datum) = message
        .strip_prefix(&MARKER)
        .and_then(<[u8]>::split_first_chunk)
        .ok_or(SingleObjectError::NotSingleObject)?;
    Ok((
        Fingerprint::from_number(u64::from_le_bytes(*fingerprint)),
        datum,
    ))
}

/// The fingerprint of a type's schema, worked out once for each schema.
fn fingerprint_of<T: AvroSchema + ?Sized>() -> Fingerprint {
    static KNOWN: RwLock<FxHashMap<Digest, Fingerprint>> =
        RwLock::new(FxHashMap::with_hasher(rustc_hash::FxBuildHasher));
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(fingerprint) = known.get(&T::DIGEST) {
        return *fingerprint;
    }
    drop(known);
    let fingerprint = Schema::of::<T>().fingerprint();
    KNOWN
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(T::DIGEST, fingerprint);
    fingerprint
}

/// The schemas of writers, by their fingerprints, for a program that reads what several versions
/// wrote. Java calls it `SchemaStore.Cache`.
///
/// How a version is read as a type is worked out on the first message.
#[derive(Debug, Default)]
pub struct SchemaStore {
    schemas: FxHashMap<Fingerprint, Schema>,
    limits: Limits,
    plans: RwLock<FxHashMap<(Fingerprint, Digest, bool), KnownPlan>>,
}

type KnownPlan = Result<Arc<Plan>, Arc<PlanError>>;

impl SchemaStore {
    /// A store without schemas. A type's own schema needs no store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what decoding one message may take.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Adds the schema of a writer, and answers with its fingerprint. Of several schemas with one
    /// fingerprint the last one counts.
    pub fn insert(&mut self, schema: Schema) -> Fingerprint {
        let fingerprint = schema.fingerprint();
        let plans = self.plans.get_mut();
        plans
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(writer, ..), _| *writer != fingerprint);
        self.schemas.insert(fingerprint, schema);
        fingerprint
    }

    /// The schema with this fingerprint.
    #[must_use]
    pub fn get(&self, fingerprint: Fingerprint) -> Option<&Schema> {
        self.schemas.get(&fingerprint)
    }

    /// Reads a value that was written with a schema of the store, or with that of `T`.
    ///
    /// Bytes behind the value are ignored.
    ///
    /// # Errors
    ///
    /// If the message is none, is of a schema that is not known or cannot be read as `T`, or holds
    /// no value of it.
    ///
    /// # Panics
    ///
    /// As [`Schema::of`], on the first value of a type.
    pub fn decode<'de, T: AvroSchema + AvroDecode<'de>>(
        &self,
        message: &'de [u8],
    ) -> Result<T, SingleObjectError> {
        let (fingerprint, datum) = split(message)?;
        match self.schemas.get(&fingerprint) {
            Some(writer) => {
                let plan = self.plan::<T>(fingerprint, writer);
                let plan = plan.map_err(SingleObjectError::Incompatible)?;
                Ok(plan.decode(datum, &self.limits)?)
            }
            None if fingerprint == fingerprint_of::<T>() => {
                Ok(T::decode(&mut Decoder::new(datum, &self.limits))?)
            }
            None => Err(SingleObjectError::UnknownSchema(fingerprint)),
        }
    }

    fn plan<'de, T: AvroSchema + AvroDecode<'de>>(
        &self,
        fingerprint: Fingerprint,
        writer: &Schema,
    ) -> KnownPlan {
        let key = (fingerprint, T::DIGEST, T::TAKES_UNKNOWN);
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = plans.get(&key) {
            return known.clone();
        }
        drop(plans);
        let plan = Plan::of::<T>(writer).map(Arc::new).map_err(Arc::new);
        let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
        plans.insert(key, plan.clone());
        plan
    }
}

/// A message in single-object encoding that cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum SingleObjectError {
    /// The message does not start with the [`MARKER`] and a fingerprint.
    NotSingleObject,
    /// The schema with this fingerprint is not known.
    UnknownSchema(Fingerprint),
    /// What the schema of the message writes cannot be read as the type.
    Incompatible(Arc<PlanError>),
    /// The datum is no value of its schema, or one that the type cannot hold; its offset is counted
    /// behind the fingerprint.
    Decode(DecodeError),
}

impl From<DecodeError> for SingleObjectError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl fmt::Display for SingleObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSingleObject => f.write_str(
                "the message does not start with c3 01 and a fingerprint, so it is not in \
                 single-object encoding",
            ),
            Self::UnknownSchema(fingerprint) => write!(
                f,
                "no schema with the fingerprint {fingerprint} is known; add the writer's schema to \
                 the store"
            ),
            Self::Incompatible(_) => f.write_str("the message was written with another schema"),
            Self::Decode(_) => f.write_str("the message holds no value of its schema"),
        }
    }
}

impl std::error::Error for SingleObjectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSingleObject | Self::UnknownSchema(_) => None,
            Self::Incompatible(error) => Some(&**error),
            Self::Decode(error) => Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fingerprint of `"int"` is 7275d51a3f395c8f.
    const MESSAGE: [u8; 11] = [0xc3, 1, 0x8f, 0x5c, 0x39, 0x3f, 0x1a, 0xd5, 0x75, 0x72, 6];

    #[test]
    fn a_message_is_marked_with_its_schema() {
        assert_eq!(encode(&3_i32).unwrap(), MESSAGE);
        assert_eq!(decode::<i32>(&MESSAGE).unwrap(), 3);
    }

    #[test]
    fn a_message_of_another_schema_is_read_where_that_is_known() {
        let error = decode::<i64>(&MESSAGE).unwrap_err();
        assert!(
            matches!(error, SingleObjectError::UnknownSchema(_)),
            "{error}"
        );
        let mut store = SchemaStore::new();
        assert!(store.decode::<i64>(&MESSAGE).is_err());
        store.insert(Schema::of::<i32>());
        assert_eq!(store.decode::<i64>(&MESSAGE).unwrap(), 3);
        assert_eq!(store.decode::<f64>(&MESSAGE).unwrap(), 3.0);
        assert_eq!(store.decode::<i32>(&MESSAGE).unwrap(), 3);
    }

    #[test]
    fn a_store_knows_the_schema_of_the_type_itself() {
        assert_eq!(SchemaStore::new().decode::<i32>(&MESSAGE).unwrap(), 3);
    }

    #[test]
    fn schemas_that_cannot_be_read_are_told_each_time() {
        let mut store = SchemaStore::new();
        store.insert(Schema::of::<i32>());
        for _ in 0..2 {
            let error = store.decode::<String>(&MESSAGE).unwrap_err();
            assert!(
                matches!(error, SingleObjectError::Incompatible(_)),
                "{error}"
            );
        }
    }

    #[test]
    fn what_is_no_message_is_an_error() {
        for length in 0..10 {
            let error = decode::<i32>(&MESSAGE[..length]).unwrap_err();
            assert!(
                matches!(error, SingleObjectError::NotSingleObject),
                "{length}"
            );
        }
        let error = decode::<i32>(&MESSAGE[..10]).unwrap_err();
        assert!(matches!(error, SingleObjectError::Decode(_)), "{error}");
        let other = [&[0xc3, 2], &MESSAGE[2..]].concat();
        let error = decode::<i32>(&other).unwrap_err();
        assert!(
            matches!(error, SingleObjectError::NotSingleObject),
            "{error}"
        );
    }
}
