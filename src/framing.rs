//! How a message says which schema wrote it: Confluent's framing.
//!
//! | version | bytes |
//! |---|---|
//! | 0 | `00`, the schema id as 4 bytes, most significant first |
//! | 1 | `01`, the schema's GUID as 16 bytes |
//!
//! Either stands in front of the payload, or is the value of a Kafka header
//! ([`MessageField::schema_id_header`](crate::subject::MessageField::schema_id_header)) beside a
//! payload that is then the bare datum. Serializers write version 0 as a prefix and version 1 as a
//! header; readers take each in both places (`SchemaId.java`, `DualSchemaIdDeserializer.java`).

use std::fmt;

use crate::schema::SchemaGuid;

/// The first byte of version 0: a schema id follows.
pub const MAGIC_BYTE_ID: u8 = 0;
/// The first byte of version 1: a schema's GUID follows.
pub const MAGIC_BYTE_GUID: u8 = 1;

/// The number that a registry gave to a schema, unique within one registry (and context).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(u32);

impl SchemaId {
    /// The largest id: registries count in Java's `int`.
    pub const MAX: Self = Self(i32::MAX.unsigned_abs());

    /// The id with this number, if no larger than [`MAX`](Self::MAX).
    #[must_use]
    pub const fn new(id: u32) -> Option<Self> {
        if id <= Self::MAX.0 {
            Some(Self(id))
        } else {
            None
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a message says about the schema that wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SchemaIdentity {
    /// Its id in the registry.
    Id(SchemaId),
    /// Its GUID, the same in every registry.
    Guid(SchemaGuid),
}

impl fmt::Display for SchemaIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "id {id}"),
            Self::Guid(guid) => write!(f, "GUID {guid}"),
        }
    }
}

/// The bytes that name a schema by its id.
///
/// ```
/// use avrolane::framing::{self, SchemaId};
///
/// let id = SchemaId::new(258).ok_or("out of range")?;
/// assert_eq!(framing::id_prefix(id), [0, 0, 0, 1, 2]);
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub const fn id_prefix(id: SchemaId) -> [u8; 5] {
    let [first, second, third, fourth] = id.0.to_be_bytes();
    [MAGIC_BYTE_ID, first, second, third, fourth]
}

/// The bytes that name a schema by its GUID.
#[must_use]
pub fn guid_prefix(guid: &SchemaGuid) -> [u8; 17] {
    let mut bytes = [MAGIC_BYTE_GUID; 17];
    for (to, from) in bytes.iter_mut().skip(1).zip(guid.as_bytes()) {
        *to = *from;
    }
    bytes
}

/// Splits a payload into what its prefix says and the datum behind it.
///
/// # Errors
///
/// If the payload does not start with either version of the framing.
pub fn split(payload: &[u8]) -> Result<(SchemaIdentity, &[u8]), FrameError> {
    parse(payload).map_err(|kind| FrameError {
        place: Place::Payload,
        kind,
    })
}

/// Splits a message that may carry its schema's identity in a header: the datum is then the whole
/// payload. Without the header this is [`split`].
///
/// # Errors
///
/// If the header, or without one the payload, does not start with either version of the framing.
pub fn split_message<'a>(
    schema_id_header: Option<&[u8]>,
    payload: &'a [u8],
) -> Result<(SchemaIdentity, &'a [u8]), FrameError> {
    match schema_id_header {
        None => split(payload),
        Some(header) => parse(header)
            .map(|(identity, _)| (identity, payload))
            .map_err(|kind| FrameError {
                place: Place::Header,
                kind,
            }),
    }
}

fn parse(bytes: &[u8]) -> Result<(SchemaIdentity, &[u8]), FrameErrorKind> {
    let (&magic, rest) = bytes.split_first().ok_or(FrameErrorKind::Empty)?;
    match magic {
        MAGIC_BYTE_ID => {
            let (id, datum) = rest.split_first_chunk().ok_or(short(bytes))?;
            let id = u32::from_be_bytes(*id);
            let id = SchemaId::new(id).ok_or(FrameErrorKind::SchemaIdOutOfRange(id))?;
            Ok((SchemaIdentity::Id(id), datum))
        }
        MAGIC_BYTE_GUID => {
            let (guid, datum) = rest.split_first_chunk().ok_or(short(bytes))?;
            Ok((SchemaIdentity::Guid(SchemaGuid::from_bytes(*guid)), datum))
        }
        other => Err(FrameErrorKind::UnknownMagicByte(other)),
    }
}

const fn short(bytes: &[u8]) -> FrameErrorKind {
    FrameErrorKind::Short(bytes.len())
}

/// A message that does not say which schema wrote it.
///
/// [`Display`](fmt::Display) says what is there instead, and at which byte: `the payload starts with
/// byte 0x7b, at byte 0, so it is not in the Confluent wire format; …`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameError {
    place: Place,
    kind: FrameErrorKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Payload,
    Header,
}

/// What is wrong with a message's framing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameErrorKind {
    /// There are no bytes at all.
    Empty,
    /// There are too few bytes for what the magic byte announces: this many.
    Short(usize),
    /// The first byte is this one, neither 0 nor 1.
    UnknownMagicByte(u8),
    /// The schema id is larger than any that a registry gives.
    SchemaIdOutOfRange(u32),
}

impl FrameError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FrameErrorKind {
        self.kind
    }

    /// At which byte of the payload, or of the header, it is wrong: where it ends, if it is too
    /// short.
    #[must_use]
    pub const fn offset(&self) -> usize {
        match self.kind {
            FrameErrorKind::Empty | FrameErrorKind::UnknownMagicByte(_) => 0,
            FrameErrorKind::Short(length) => length,
            FrameErrorKind::SchemaIdOutOfRange(_) => 1,
        }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = self.offset();
        let (place, writer) = match self.place {
            Place::Payload => ("payload", "was it written by another serializer?"),
            Place::Header => ("schema id header", "was it set by another program?"),
        };
        write!(f, "the {place} ")?;
        match self.kind {
            FrameErrorKind::Empty => write!(f, "is empty, without a schema id")?,
            FrameErrorKind::Short(_) => write!(f, "ends inside its schema id")?,
            FrameErrorKind::UnknownMagicByte(byte) => write!(f, "starts with byte {byte:#04x}")?,
            FrameErrorKind::SchemaIdOutOfRange(id) => {
                write!(f, "names schema id {id}, larger than registries give")?;
            }
        }
        write!(
            f,
            ", at byte {offset}, so it is not in the Confluent wire format; {writer}"
        )
    }
}

impl std::error::Error for FrameError {}

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: [u8; 16] = *b"0123456789abcdef";

    fn kind(payload: &[u8]) -> FrameErrorKind {
        split(payload).unwrap_err().kind()
    }

    #[test]
    fn an_id_prefix_is_split_off() {
        let identity = SchemaIdentity::Id(SchemaId::new(1).unwrap());
        assert_eq!(split(&[0, 0, 0, 0, 1, 6]), Ok((identity, &[6][..])));
        assert_eq!(split(&[0, 0, 0, 0, 1]), Ok((identity, &[][..])));
    }

    #[test]
    fn a_guid_prefix_is_split_off() {
        let guid = SchemaGuid::from_bytes(GUID);
        let mut payload = guid_prefix(&guid).to_vec();
        payload.push(6);
        assert_eq!(split(&payload), Ok((SchemaIdentity::Guid(guid), &[6][..])));
    }

    #[test]
    fn the_largest_id_survives_the_round_trip() {
        let prefix = id_prefix(SchemaId::MAX);
        assert_eq!(prefix, [0, 0x7f, 0xff, 0xff, 0xff]);
        assert_eq!(
            split(&prefix),
            Ok((SchemaIdentity::Id(SchemaId::MAX), &[][..]))
        );
    }

    #[test]
    fn with_a_header_the_payload_is_taken_whole() {
        let guid = SchemaGuid::from_bytes(GUID);
        let header = guid_prefix(&guid);
        let payload = [0, 0, 0, 0, 1, 6];
        assert_eq!(
            split_message(Some(&header), &payload),
            Ok((SchemaIdentity::Guid(guid), &payload[..]))
        );
    }

    #[test]
    fn a_header_may_hold_an_id() {
        let id = SchemaId::new(7).unwrap();
        assert_eq!(
            split_message(Some(&id_prefix(id)), &[6]),
            Ok((SchemaIdentity::Id(id), &[6][..]))
        );
    }

    #[test]
    fn bytes_without_framing_are_told_apart() {
        assert_eq!(kind(&[]), FrameErrorKind::Empty);
        assert_eq!(kind(&[0, 0, 0, 1]), FrameErrorKind::Short(4));
        assert_eq!(kind(&[1; 16]), FrameErrorKind::Short(16));
        assert_eq!(kind(b"{}"), FrameErrorKind::UnknownMagicByte(b'{'));
        assert_eq!(kind(&[0xff]), FrameErrorKind::UnknownMagicByte(0xff));
        assert_eq!(
            kind(&[0, 0x80, 0, 0, 0]),
            FrameErrorKind::SchemaIdOutOfRange(1 << 31)
        );
    }

    #[test]
    fn an_error_says_at_which_byte() {
        let offset = |payload: &[u8]| split(payload).unwrap_err().offset();
        assert_eq!(offset(&[]), 0);
        assert_eq!(offset(b"{}"), 0);
        assert_eq!(offset(&[0, 0, 0, 1]), 4);
        assert_eq!(offset(&[1; 16]), 16);
        assert_eq!(offset(&[0, 0x80, 0, 0, 0]), 1);
    }

    #[test]
    fn the_message_names_what_is_there_and_who_may_have_written_it() {
        for (payload, message) in [
            (
                &b"{}"[..],
                "the payload starts with byte 0x7b, at byte 0, so it is not in the Confluent wire \
                 format; was it written by another serializer?",
            ),
            (
                &[0, 0, 1],
                "the payload ends inside its schema id, at byte 3, so it is not in the Confluent \
                 wire format; was it written by another serializer?",
            ),
        ] {
            assert_eq!(split(payload).unwrap_err().to_string(), message);
        }
        assert_eq!(
            split_message(Some(b""), b"{}").unwrap_err().to_string(),
            "the schema id header is empty, without a schema id, at byte 0, so it is not in the \
             Confluent wire format; was it set by another program?"
        );
    }
}
