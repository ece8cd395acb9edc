//! How keys and values become bytes, and bytes keys and values.
//!
//! A [`Payload`] says which [`Serializer`] and [`Deserializer`] belong to a type: an event on
//! which [`AvroEvent`](derive@crate::AvroEvent) is derived goes through [`AvroSerializer`] and the
//! registry, a `String` through [`StringSerde`], and so on. Users bring their own by
//! implementing the three traits.

mod avro;
mod avro_deserializer;
mod avro_serializer;
mod avro_serializer_builder;
mod conversion;
mod derived;
mod error;
mod frame;
pub mod generic;
mod json;
mod plain;
mod selected;
mod subject_name;
mod top_level_bytes;

use std::future::Future;

pub use avro::Avro;
pub use avro_deserializer::{AvroDeserializer, AvroDeserializerBuilder};
pub use avro_serializer::AvroSerializer;
pub use avro_serializer_builder::{AvroSerializerBuilder, SchemaIdPlacement};
pub use error::{DeserializeError, SerializeError};
pub use generic::{Generic, GenericSchema};
pub use json::{Json, JsonSerde};
pub use plain::{BytesSerde, DoubleSerde, IntegerSerde, LongSerde, StringSerde, UnitSerde};
pub use top_level_bytes::TopLevelBytes;

use crate::framing::SchemaIdentity;
use crate::registry;
use crate::subject::SerializationContext;

/// What a topic's key or value can be.
///
/// `derive(AvroEvent)` implements it for events. To give a type a format of your own, implement
/// [`Serializer`] and [`Deserializer`] on a unit struct and name that here:
///
/// ```
/// use avrolane::serdes::{
///     AvroDeserializer, AvroSerializer, DeserializeError, Deserializer, Input, Output, Payload,
///     SerializeError, Serializer,
/// };
/// use avrolane::subject::SerializationContext;
///
/// struct Celsius(f64);
///
/// struct CelsiusText;
///
/// impl Serializer<Celsius> for CelsiusText {
///     fn serialize(
///         &self,
///         _context: &SerializationContext<'_>,
///         value: &Celsius,
///         output: &mut Output<'_>,
///     ) -> Result<(), SerializeError> {
///         output.bytes().extend_from_slice(format!("{} °C", value.0).as_bytes());
///         Ok(())
///     }
/// }
///
/// impl Deserializer<Celsius> for CelsiusText {
///     fn deserialize(
///         &self,
///         _context: &SerializationContext<'_>,
///         input: Input<'_>,
///     ) -> Result<Celsius, DeserializeError> {
///         let text = std::str::from_utf8(input.bytes).map_err(DeserializeError::other)?;
///         let number = text.trim_end_matches(" °C").parse();
///         number.map(Celsius).map_err(DeserializeError::other)
///     }
/// }
///
/// impl Payload for Celsius {
///     type Borrowed = Self;
///     type Owned = Self;
///     type Serializer = CelsiusText;
///     type Deserializer = CelsiusText;
///
///     fn serializer(_: &AvroSerializer) -> &CelsiusText {
///         &CelsiusText
///     }
///
///     fn deserializer(_: &AvroDeserializer) -> &CelsiusText {
///         &CelsiusText
///     }
/// }
/// ```
pub trait Payload: 'static {
    /// What is handed to the producer by reference: `str` for `String`, the event for an event.
    type Borrowed: ?Sized;
    /// What the consumer hands out.
    type Owned: Send + 'static;
    /// What writes it.
    type Serializer: Serializer<Self::Borrowed>;
    /// What reads it.
    type Deserializer: Deserializer<Self::Owned>;

    /// The serializer to use in a producer, whose own is `avro`.
    fn serializer(avro: &AvroSerializer) -> &Self::Serializer;

    /// The deserializer to use in a consumer, whose own is `avro`.
    fn deserializer(avro: &AvroDeserializer) -> &Self::Deserializer;
}

/// Turns values into the bytes of a message.
///
/// [`serialize`](Self::serialize) never waits. Where it lacks something that must be fetched, it
/// answers [`SerializeError::NotPrepared`], and the producer awaits
/// [`prepare_for`](Self::prepare_for) and calls it again.
pub trait Serializer<T: ?Sized>: Send + Sync + 'static {
    /// Appends `value` to `output`.
    ///
    /// # Errors
    ///
    /// [`SerializeError::NotPrepared`] if [`prepare`](Self::prepare) has to come first; any other
    /// if the value cannot be written.
    fn serialize(
        &self,
        context: &SerializationContext<'_>,
        value: &T,
        output: &mut Output<'_>,
    ) -> Result<(), SerializeError>;

    /// Fetches what [`serialize`](Self::serialize) needs for this topic and type, such as a schema
    /// id. Does nothing unless overridden. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// If the registry cannot be reached or refuses.
    fn prepare(
        &self,
        context: &SerializationContext<'_>,
    ) -> impl Future<Output = Result<(), registry::Error>> + Send {
        let _ = context;
        async { Ok(()) }
    }

    /// As [`prepare`](Self::prepare), for this value, where different values need different things:
    /// a [`Generic`] brings its own schema. The same unless overridden.
    ///
    /// # Errors
    ///
    /// As [`prepare`](Self::prepare).
    fn prepare_for(
        &self,
        context: &SerializationContext<'_>,
        value: &T,
    ) -> impl Future<Output = Result<(), registry::Error>> + Send {
        let _ = value;
        self.prepare(context)
    }
}

/// Turns the bytes of a message into values.
///
/// As with [`Serializer`], [`deserialize`](Self::deserialize) never waits and answers
/// [`DeserializeError::NotPrepared`] where [`prepare`](Self::prepare) must come first.
pub trait Deserializer<T>: Send + Sync + 'static {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// [`DeserializeError::NotPrepared`] if [`prepare`](Self::prepare) has to come first; any
    /// other if the bytes are no such value.
    fn deserialize(
        &self,
        context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<T, DeserializeError>;

    /// Fetches what [`deserialize`](Self::deserialize) needs for these bytes, such as the writer's
    /// schema. Does nothing unless overridden. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// If the registry cannot be reached or refuses;
    /// [`is_retryable`](registry::Error::is_retryable) tells a passing fault from a permanent one.
    fn prepare(
        &self,
        context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> impl Future<Output = Result<(), registry::Error>> + Send {
        let _ = (context, input);
        async { Ok(()) }
    }

    /// Which schema wrote these bytes, where they say so. Nothing unless overridden.
    fn schema_identity(&self, input: Input<'_>) -> Option<SchemaIdentity> {
        let _ = input;
        None
    }
}

/// Where a [`Serializer`] writes to.
#[derive(Debug)]
pub struct Output<'a> {
    bytes: &'a mut Vec<u8>,
    schema_id_header: Option<[u8; 17]>,
}

impl<'a> Output<'a> {
    /// Writes behind what `bytes` holds already.
    #[must_use]
    pub fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self {
            bytes,
            schema_id_header: None,
        }
    }

    /// The buffer to append to.
    #[must_use]
    pub fn bytes(&mut self) -> &mut Vec<u8> {
        self.bytes
    }

    /// Has the schema id travel as a header of the message rather than in front of the payload:
    /// the magic byte 1 and the schema's GUID.
    pub fn set_schema_id_header(&mut self, header: [u8; 17]) {
        self.schema_id_header = Some(header);
    }

    /// The schema id that is to travel as a header, if one was set.
    #[must_use]
    pub fn schema_id_header(&self) -> Option<&[u8; 17]> {
        self.schema_id_header.as_ref()
    }
}

/// What a [`Deserializer`] reads from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The key or the value of the message.
    pub bytes: &'a [u8],
    /// The last header named [`schema_id_header`](crate::subject::MessageField::schema_id_header),
    /// if the message has one with a value.
    pub schema_id_header: Option<&'a [u8]>,
}
