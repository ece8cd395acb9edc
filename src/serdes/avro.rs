//! Avro for types on which `AvroEvent` is not derived.

use std::fmt;
use std::marker::PhantomData;

use super::{AvroDeserializer, AvroSerializer, Payload};
use crate::codec::{AvroDecode, AvroEncode};
use crate::schema::AvroSchema;

/// Says that a topic carries `T` as Avro: `Topic<Avro<i64>, FlightDeparted>`.
///
/// For types that are no events of their own, such as `i64`, `String` or `Vec<FlightDeparted>`; on
/// an event derive [`AvroEvent`](derive@crate::AvroEvent) and name it alone. The topic takes and
/// gives `T` itself.
pub struct Avro<T>(PhantomData<fn() -> T>);

impl<T> Payload for Avro<T>
where
    T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de> + Send + 'static,
{
    type Borrowed = T;
    type Owned = T;
    type Serializer = AvroSerializer;
    type Deserializer = AvroDeserializer;

    fn serializer(avro: &AvroSerializer) -> &AvroSerializer {
        avro
    }

    fn deserializer(avro: &AvroDeserializer) -> &AvroDeserializer {
        avro
    }
}

impl<T> fmt::Debug for Avro<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Avro")
    }
}
