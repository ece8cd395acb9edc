//! The logical type `duration`.

use std::marker::PhantomData;

use super::fixed::{FixedName, fixed_node};
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Node, Properties};

/// `duration`: a `fixed` of 12 bytes, three unsigned 32-bit numbers, each with its lowest byte
/// first: months, days and milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Duration<Name = DurationName>(PhantomData<Name>);

/// The name `Duration`, which [`Duration`] has unless another is said.
#[derive(Debug, Clone, Copy)]
pub enum DurationName {}

impl FixedName for DurationName {
    const NAME: &'static str = "Duration";
}

/// An amount of time as Avro's `duration` has it.
///
/// Neither is a month a number of days, nor a day a number of milliseconds, so that none of the
/// three is carried over into another, and two durations are equal only if all three are.
///
/// ```
/// use avrolane::codec;
/// use avrolane::codec::logical::AvroDuration;
///
/// let fortnight = AvroDuration { months: 0, days: 14, millis: 0 };
/// assert_eq!(codec::encode(&fortnight)?, [0, 0, 0, 0, 14, 0, 0, 0, 0, 0, 0, 0]);
/// # Ok::<(), codec::EncodeError>(())
/// ```
///
/// For serde, it is a struct of the three numbers.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub struct AvroDuration {
    /// Months.
    pub months: u32,
    /// Days.
    pub days: u32,
    /// Milliseconds.
    pub millis: u32,
}

const PROPERTIES: Properties = &[("logicalType", "\"duration\"")];

array!([] [12] Name, Duration<Name>, fixed_node::<Name>(12, PROPERTIES));

impl AvroDuration {
    fn to_bytes(self) -> [u8; 12] {
        let numbers =
            u128::from(self.months) | u128::from(self.days) << 32 | u128::from(self.millis) << 64;
        let [bytes @ .., _, _, _, _] = numbers.to_le_bytes();
        bytes
    }

    fn from_bytes(bytes: [u8; 12]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = bytes;
        Self {
            months: u32::from_le_bytes([a, b, c, d]),
            days: u32::from_le_bytes([e, f, g, h]),
            millis: u32::from_le_bytes([i, j, k, l]),
        }
    }
}

impl<Name: FixedName> AvroSchema<Duration<Name>> for AvroDuration {
    const KIND: Kind = Kind::Fixed(12);
    const NODE: Node = fixed_node::<Name>(12, PROPERTIES);
    type Nested<D: Depth> = ();
}

impl<Name> AvroEncode<Duration<Name>> for AvroDuration {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend_from_slice(&self.to_bytes());
        Ok(())
    }
}

impl<'de, Name> AvroDecode<'de, Duration<Name>> for AvroDuration {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_array().map(Self::from_bytes)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        <[u8; 12] as AvroDecode<'de>>::decode_resolved(decoder, plan).map(Self::from_bytes)
    }
}

natural! {
    AvroDuration as Duration;
}

annotated!(AvroDuration);
