//! What stands in front of the blocks.

use std::collections::BTreeMap;
use std::io::Read;

use super::codec::Codec;
use super::error::{ContainerError, ContainerErrorKind};
use super::input::Input;
use crate::codec::{AvroEncode, Decoder, EncodeError, Limits};
use crate::schema::Schema;

const MAGIC: [u8; 4] = *b"Obj\x01";
const SCHEMA_KEY: &str = "avro.schema";
const CODEC_KEY: &str = "avro.codec";
/// Keys that start like this are the specification's.
pub(super) const RESERVED: &str = "avro.";

/// How many bytes the longest varint takes.
pub(super) const VARINT: usize = 10;

/// The sixteen bytes behind the header and behind each block.
pub(super) type SyncMarker = [u8; 16];

#[derive(Debug)]
pub(super) struct Header {
    pub(super) schema: Schema,
    pub(super) codec: Codec,
    /// What is not the specification's.
    pub(super) metadata: BTreeMap<String, Vec<u8>>,
    pub(super) sync_marker: SyncMarker,
}

impl Header {
    /// Appends the header to `output`.
    pub(super) fn append(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend_from_slice(&MAGIC);
        let schema = self.schema.to_string();
        let own = [
            (SCHEMA_KEY, schema.as_bytes()),
            (CODEC_KEY, self.codec.name().as_bytes()),
        ];
        let others = self.metadata.iter();
        let others = others.map(|(key, value)| (key.as_str(), value.as_slice()));
        let entries = own.into_iter().chain(others);
        append(&entries.collect::<BTreeMap<&str, &[u8]>>(), output)?;
        output.extend_from_slice(&self.sync_marker);
        Ok(())
    }

    /// Reads the header off the beginning of a file.
    pub(super) fn read<R: Read>(
        input: &mut Input<R>,
        limit: usize,
    ) -> Result<Self, ContainerError> {
        if !input.fill(MAGIC.len())?.starts_with(&MAGIC) {
            return Err(ContainerError::header(ContainerErrorKind::NotContainer));
        }
        input.consume(MAGIC.len());
        let mut metadata = read_metadata(input, limit)?;
        let sync_marker = input.fill(size_of::<SyncMarker>())?.first_chunk().copied();
        let sync_marker = sync_marker.ok_or_else(|| wrong("the file ends"))?;
        input.consume(size_of::<SyncMarker>());

        let schema = metadata.remove(SCHEMA_KEY);
        let schema = schema.ok_or_else(|| wrong("there is no avro.schema"))?;
        let text = str::from_utf8(&schema).map_err(|_| wrong("avro.schema is not UTF-8"))?;
        let schema = Schema::parse(text)
            .map_err(|error| ContainerError::header(ContainerErrorKind::InvalidSchema(error)))?;
        let codec = match metadata.remove(CODEC_KEY) {
            None => Codec::Null,
            Some(name) => codec_of(&name)?,
        };
        Ok(Self {
            schema,
            codec,
            metadata,
            sync_marker,
        })
    }
}

/// Appends a value as its own type.
pub(super) fn append<T: AvroEncode>(value: &T, output: &mut Vec<u8>) -> Result<(), EncodeError> {
    value.encode(output)
}

fn codec_of(name: &[u8]) -> Result<Codec, ContainerError> {
    let name = String::from_utf8_lossy(name);
    Codec::of_name(&name)
        .ok_or_else(|| ContainerError::header(ContainerErrorKind::UnknownCodec(name.into_owned())))
}

/// Reads the map, of whose keys the last one of a name counts.
fn read_metadata<R: Read>(
    input: &mut Input<R>,
    limit: usize,
) -> Result<BTreeMap<String, Vec<u8>>, ContainerError> {
    let mut metadata = BTreeMap::new();
    let mut left = limit;
    loop {
        let mut count = read_long(input)?;
        if count == 0 {
            return Ok(metadata);
        }
        if count < 0 {
            read_long(input)?;
        }
        // Each entry takes bytes of the file, so that a false number meets the file's end.
        while count != 0 {
            let key = String::from_utf8(read_bytes(input, &mut left)?)
                .map_err(|_| wrong("a key is not UTF-8"))?;
            let value = read_bytes(input, &mut left)?;
            metadata.insert(key, value);
            count -= count.signum();
        }
    }
}

fn read_bytes<R: Read>(input: &mut Input<R>, left: &mut usize) -> Result<Vec<u8>, ContainerError> {
    let length = read_long(input)?;
    let length = usize::try_from(length).map_err(|_| wrong("a length is negative"))?;
    // What an entry takes beside its text is counted too.
    let taken = length.saturating_add(size_of::<Vec<u8>>());
    *left = left
        .checked_sub(taken)
        .ok_or_else(|| ContainerError::header(ContainerErrorKind::TooLarge))?;
    let bytes = input.fill(length)?.get(..length);
    let bytes = bytes.ok_or_else(|| wrong("the file ends"))?.to_vec();
    input.consume(length);
    Ok(bytes)
}

fn read_long<R: Read>(input: &mut Input<R>) -> Result<i64, ContainerError> {
    let mut decoder = Decoder::new(input.fill(VARINT)?, &Limits::default());
    let number = decoder.read_long().map_err(|error| wrong(error.kind()))?;
    let length = decoder.offset();
    input.consume(length);
    Ok(number)
}

fn wrong(what: impl std::fmt::Display) -> ContainerError {
    ContainerError::header(ContainerErrorKind::Header(what.to_string()))
}
