//! Keys and values without a schema, as Java's serializers of the same names write them.

use super::{
    AvroDeserializer, AvroSerializer, DeserializeError, Deserializer, Input, Output, Payload,
    SerializeError, Serializer,
};
use crate::subject::SerializationContext;

/// Text in UTF-8 (`StringSerializer`, `StringDeserializer`).
#[derive(Debug, Clone, Copy, Default)]
pub struct StringSerde;

impl Serializer<str> for StringSerde {
    fn serialize(
        &self,
        _context: &SerializationContext<'_>,
        value: &str,
        output: &mut Output<'_>,
    ) -> Result<(), SerializeError> {
        output.bytes().extend_from_slice(value.as_bytes());
        Ok(())
    }
}

impl Deserializer<String> for StringSerde {
    fn deserialize(
        &self,
        _context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<String, DeserializeError> {
        match std::str::from_utf8(input.bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(cause) => Err(DeserializeError::other(cause)),
        }
    }
}

/// Bytes as they are (`ByteArraySerializer`, `ByteArrayDeserializer`).
#[derive(Debug, Clone, Copy, Default)]
pub struct BytesSerde;

impl Serializer<[u8]> for BytesSerde {
    fn serialize(
        &self,
        _context: &SerializationContext<'_>,
        value: &[u8],
        output: &mut Output<'_>,
    ) -> Result<(), SerializeError> {
        output.bytes().extend_from_slice(value);
        Ok(())
    }
}

impl Deserializer<Vec<u8>> for BytesSerde {
    fn deserialize(
        &self,
        _context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<Vec<u8>, DeserializeError> {
        Ok(input.bytes.to_vec())
    }
}

#[cfg(feature = "bytes")]
impl Deserializer<bytes::Bytes> for BytesSerde {
    fn deserialize(
        &self,
        _context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<bytes::Bytes, DeserializeError> {
        Ok(bytes::Bytes::copy_from_slice(input.bytes))
    }
}

/// Nothing: the key of a topic `Topic<(), V>`, whose records have none. Whatever key a record of
/// another producer has is not looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct UnitSerde;

impl Serializer<()> for UnitSerde {
    fn serialize(
        &self,
        _context: &SerializationContext<'_>,
        _value: &(),
        _output: &mut Output<'_>,
    ) -> Result<(), SerializeError> {
        Ok(())
    }
}

impl Deserializer<()> for UnitSerde {
    fn deserialize(
        &self,
        _context: &SerializationContext<'_>,
        _input: Input<'_>,
    ) -> Result<(), DeserializeError> {
        Ok(())
    }
}

/// Numbers, most significant byte first.
macro_rules! number_serde {
    ($(#[$doc:meta])* $serde:ident, $number:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default)]
        pub struct $serde;

        impl Serializer<$number> for $serde {
            fn serialize(
                &self,
                _context: &SerializationContext<'_>,
                value: &$number,
                output: &mut Output<'_>,
            ) -> Result<(), SerializeError> {
                output.bytes().extend_from_slice(&value.to_be_bytes());
                Ok(())
            }
        }

        impl Deserializer<$number> for $serde {
            fn deserialize(
                &self,
                _context: &SerializationContext<'_>,
                input: Input<'_>,
            ) -> Result<$number, DeserializeError> {
                match input.bytes.try_into() {
                    Ok(bytes) => Ok(<$number>::from_be_bytes(bytes)),
                    Err(_) => Err(wrong_length(size_of::<$number>(), input.bytes.len())),
                }
            }
        }
    };
}

number_serde! {
    /// A 32-bit integer, most significant byte first (`IntegerSerializer`,
    /// `IntegerDeserializer`).
    IntegerSerde, i32
}

number_serde! {
    /// A 64-bit integer, most significant byte first (`LongSerializer`, `LongDeserializer`).
    LongSerde, i64
}

number_serde! {
    /// A double-precision floating-point number, most significant byte first (`DoubleSerializer`,
    /// `DoubleDeserializer`).
    DoubleSerde, f64
}

#[cold]
fn wrong_length(expected: usize, found: usize) -> DeserializeError {
    DeserializeError::other(format!("a number of {expected} bytes has {found}"))
}

/// `impl Payload` for a type that is written and read without the registry.
macro_rules! plain_payload {
    ($owned:ty, $borrowed:ty, $serde:ident) => {
        impl Payload for $owned {
            type Borrowed = $borrowed;
            type Owned = $owned;
            type Serializer = $serde;
            type Deserializer = $serde;

            fn serializer(_avro: &AvroSerializer) -> &$serde {
                &$serde
            }

            fn deserializer(_avro: &AvroDeserializer) -> &$serde {
                &$serde
            }
        }
    };
}

plain_payload!(String, str, StringSerde);
plain_payload!(Vec<u8>, [u8], BytesSerde);
#[cfg(feature = "bytes")]
plain_payload!(bytes::Bytes, [u8], BytesSerde);
plain_payload!((), (), UnitSerde);
plain_payload!(i32, i32, IntegerSerde);
plain_payload!(i64, i64, LongSerde);
plain_payload!(f64, f64, DoubleSerde);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::MessageField;

    const CONTEXT: SerializationContext<'_> =
        SerializationContext::new("readings", MessageField::Key);

    fn bytes_of<P: Payload>(value: &P::Borrowed) -> Vec<u8> {
        let mut bytes = Vec::new();
        let serializer = AvroSerializer::builder().build();
        P::serializer(&serializer)
            .serialize(&CONTEXT, value, &mut Output::new(&mut bytes))
            .unwrap();
        bytes
    }

    fn read<P: Payload>(bytes: &[u8]) -> Result<P::Owned, DeserializeError> {
        let deserializer = AvroDeserializer::builder().build();
        P::deserializer(&deserializer).deserialize(
            &CONTEXT,
            Input {
                bytes,
                schema_id_header: None,
            },
        )
    }

    #[test]
    fn numbers_are_written_as_java_writes_them() {
        assert_eq!(bytes_of::<i32>(&-2), [0xff, 0xff, 0xff, 0xfe]);
        assert_eq!(bytes_of::<i64>(&258), [0, 0, 0, 0, 0, 0, 1, 2]);
        assert_eq!(bytes_of::<f64>(&1.0), [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(read::<i32>(&bytes_of::<i32>(&i32::MIN)).unwrap(), i32::MIN);
        assert_eq!(read::<i64>(&bytes_of::<i64>(&i64::MAX)).unwrap(), i64::MAX);
        assert_eq!(read::<f64>(&bytes_of::<f64>(&-0.5)).unwrap(), -0.5);
        assert_eq!(
            read::<String>(&bytes_of::<String>("Zürich")).unwrap(),
            "Zürich"
        );
        assert_eq!(
            read::<Vec<u8>>(&bytes_of::<Vec<u8>>(&[0, 255])).unwrap(),
            [0, 255]
        );
        assert!(bytes_of::<()>(&()).is_empty());
        read::<()>(b"any key").unwrap();
    }

    #[test]
    fn a_number_of_another_length_is_refused() {
        let error = read::<i32>(&[0; 8]).unwrap_err();
        assert_eq!(error.to_string(), "a number of 4 bytes has 8");
        read::<i64>(&[]).unwrap_err();
    }

    #[test]
    fn text_that_is_not_utf_8_is_refused() {
        read::<String>(&[0xff]).unwrap_err();
    }
}
