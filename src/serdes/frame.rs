//! The bytes in front of a payload.

use std::hash::Hash;

use super::conversion::Conversion;
use super::{Output, SchemaIdPlacement, SerializeError};
use crate::framing::{self, SchemaId};
use crate::schema::SchemaGuid;
use crate::subject::{MessageField, SerializationContext};

/// What a [`Frame`] belongs to: a topic, one half of its messages, and what stands for a schema.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct FrameKey<S> {
    topic: Box<str>,
    field: MessageField,
    schema: S,
}

/// A [`FrameKey`] that borrows, for looking up without an allocation. It hashes alike, having the
/// same members in the same order.
#[derive(Clone, Copy, Hash)]
pub(super) struct FrameKeyRef<'a, S> {
    topic: &'a str,
    field: MessageField,
    schema: &'a S,
}

impl<'a, S: Clone> FrameKeyRef<'a, S> {
    pub(super) fn new(context: &SerializationContext<'a>, schema: &'a S) -> Self {
        Self {
            topic: context.topic,
            field: context.field,
            schema,
        }
    }

    pub(super) fn to_owned(&self) -> FrameKey<S> {
        FrameKey {
            topic: self.topic.into(),
            field: self.field,
            schema: self.schema.clone(),
        }
    }
}

impl<S: PartialEq> PartialEq<FrameKey<S>> for FrameKeyRef<'_, S> {
    fn eq(&self, key: &FrameKey<S>) -> bool {
        *self.schema == key.schema && self.field == key.field && self.topic == &*key.topic
    }
}

/// What goes in front of a datum, and what the datum becomes.
pub(super) struct Frame {
    prefix: Prefix,
    conversion: Option<Box<Conversion>>,
}

/// The bytes that name a schema, and where they go.
enum Prefix {
    Id([u8; 5]),
    Guid([u8; 17]),
    GuidHeader([u8; 17]),
}

impl Frame {
    /// Nothing where the placement needs a GUID and there is none.
    pub(super) fn new(
        placement: SchemaIdPlacement,
        id: SchemaId,
        guid: Option<SchemaGuid>,
        conversion: Option<Box<Conversion>>,
    ) -> Option<Self> {
        let guid = guid.as_ref().map(framing::guid_prefix);
        let prefix = match placement {
            SchemaIdPlacement::Prefix => Some(Prefix::Id(framing::id_prefix(id))),
            SchemaIdPlacement::GuidPrefix => guid.map(Prefix::Guid),
            SchemaIdPlacement::Header => guid.map(Prefix::GuidHeader),
        };
        prefix.map(|prefix| Self { prefix, conversion })
    }

    /// Writes a value that `encode` appends as its own schema has it.
    #[inline]
    pub(super) fn write<E>(
        &self,
        output: &mut Output<'_>,
        encode: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), SerializeError>
    where
        SerializeError: From<E>,
    {
        match &self.prefix {
            Prefix::Id(prefix) => output.bytes().extend_from_slice(prefix),
            Prefix::Guid(prefix) => output.bytes().extend_from_slice(prefix),
            Prefix::GuidHeader(header) => output.set_schema_id_header(*header),
        }
        let bytes = output.bytes();
        let start = bytes.len();
        encode(bytes)?;
        match &self.conversion {
            None => Ok(()),
            Some(conversion) => conversion.apply(start, bytes),
        }
    }
}
