//! What the derive adds to an event for topics to carry it.

/// `impl Payload` for an event: Avro, by the registry.
#[doc(hidden)]
#[macro_export]
macro_rules! __payload {
    ($event:ty) => {
        impl $crate::serdes::Payload for $event {
            type Borrowed = $event;
            type Owned = $event;
            type Serializer = $crate::serdes::AvroSerializer;
            type Deserializer = $crate::serdes::AvroDeserializer;

            fn serializer(avro: &$crate::serdes::AvroSerializer) -> &Self::Serializer {
                avro
            }

            fn deserializer(avro: &$crate::serdes::AvroDeserializer) -> &Self::Deserializer {
                avro
            }
        }
    };
}
