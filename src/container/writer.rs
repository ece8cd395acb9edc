//! Writes container files.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;

use super::codec::Codec;
use super::error::{ContainerError, ContainerErrorKind};
use super::header::{Header, RESERVED, SyncMarker, append};
use crate::codec::{AvroEncode, EncodeError};
use crate::schema::{AvroSchema, Digest, Schema};

/// How large blocks become unless set, before they are compressed: as in Java.
const BLOCK_SIZE: usize = 64_000;

/// Writes values of one schema to a file.
///
/// Values are collected into blocks. [`finish`](Self::finish) writes the last one: without it, a
/// file lacks what came after the last full block.
///
/// ```
/// use avrolane::container::{Reader, Writer};
///
/// let mut writer = Writer::builder().create::<str, _>(Vec::new())?;
/// writer.append("first")?;
/// writer.append("second")?;
/// let file = writer.finish()?;
///
/// let mut reader = Reader::new(file.as_slice())?;
/// assert_eq!(reader.read::<&str>()?, Some("first"));
/// # Ok::<(), avrolane::container::ContainerError>(())
/// ```
#[derive(Debug)]
pub struct Writer<W> {
    sink: W,
    header: Header,
    block_size: usize,
    /// The values of the block so far, and how many.
    block: Vec<u8>,
    count: i64,
    /// The type whose schema was last found to be the file's.
    accepted: Option<Digest>,
    /// Writing a block failed, so that the file may end in the middle of one.
    is_broken: bool,
}

/// Settings of a [`Writer`].
#[derive(Debug, Clone)]
#[must_use]
pub struct WriterBuilder {
    codec: Codec,
    block_size: usize,
    metadata: BTreeMap<String, Vec<u8>>,
    sync_marker: Option<SyncMarker>,
}

impl WriterBuilder {
    /// How blocks are compressed. [`Codec::Null`] unless set.
    pub fn codec(mut self, codec: Codec) -> Self {
        self.codec = codec;
        self
    }

    /// From how many bytes on a block is written, before it is compressed. 64,000 unless set, as in
    /// Java (`setSyncInterval`).
    pub fn block_size(mut self, bytes: usize) -> Self {
        self.block_size = bytes;
        self
    }

    /// Adds an entry to the file's metadata. Keys that start with `avro.` are the specification's.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    /// Sets the bytes between blocks, so that equal values make equal files. By chance unless set,
    /// so that no value contains them.
    pub fn sync_marker(mut self, marker: [u8; 16]) -> Self {
        self.sync_marker = Some(marker);
        self
    }

    /// Writes the beginning of a file of values of `T`.
    ///
    /// # Errors
    ///
    /// If writing fails, or a metadata key is reserved.
    ///
    /// # Panics
    ///
    /// As [`Schema::of`].
    pub fn create<T: AvroSchema + ?Sized, W: Write>(
        self,
        sink: W,
    ) -> Result<Writer<W>, ContainerError> {
        let mut writer = self.create_with(Schema::of::<T>(), sink)?;
        writer.accepted = Some(T::DIGEST);
        Ok(writer)
    }

    /// Writes the beginning of a file of values of any schema, which must contain all types that it
    /// names.
    ///
    /// # Errors
    ///
    /// If writing fails, a metadata key is reserved, or the schema is not whole.
    pub fn create_with<W: Write>(
        self,
        schema: Schema,
        mut sink: W,
    ) -> Result<Writer<W>, ContainerError> {
        if let Some(key) = self.metadata.keys().find(|key| key.starts_with(RESERVED)) {
            let message = format!("the key {key} is reserved; choose one without {RESERVED}");
            return Err(ContainerError::header(ContainerErrorKind::Header(message)));
        }
        Schema::parse(&schema.to_string())
            .map_err(|error| ContainerError::header(ContainerErrorKind::InvalidSchema(error)))?;
        let header = Header {
            schema,
            codec: self.codec,
            metadata: self.metadata,
            sync_marker: self.sync_marker.unwrap_or_else(random_marker),
        };
        let mut beginning = Vec::new();
        header.append(&mut beginning).map_err(encode_error)?;
        sink.write_all(&beginning)?;
        Ok(Writer {
            sink,
            header,
            block_size: self.block_size,
            block: Vec::new(),
            count: 0,
            accepted: None,
            is_broken: false,
        })
    }
}

/// The standard library seeds its hash tables by chance.
fn random_marker() -> SyncMarker {
    let halves = [0, 1].map(|half| RandomState::new().hash_one(half).to_le_bytes());
    let mut marker = SyncMarker::default();
    for (to, from) in marker.iter_mut().zip(halves.as_flattened()) {
        *to = *from;
    }
    marker
}

impl Writer<()> {
    /// Settings for a writer.
    pub fn builder() -> WriterBuilder {
        WriterBuilder {
            codec: Codec::default(),
            block_size: BLOCK_SIZE,
            metadata: BTreeMap::new(),
            sync_marker: None,
        }
    }
}

impl<W: Write> Writer<W> {
    /// The schema of the values.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.header.schema
    }

    /// Appends a value.
    ///
    /// # Errors
    ///
    /// If the value has another schema than the file, or does not fit it: the file then goes on
    /// without it. If writing a block fails: the file then ends there.
    ///
    /// # Panics
    ///
    /// As [`Schema::of`], on the first value of a type.
    pub fn append<T: AvroSchema + AvroEncode + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), ContainerError> {
        if self.accepted != Some(T::DIGEST) {
            self.accept(&Schema::of::<T>())?;
            self.accepted = Some(T::DIGEST);
        }
        let length = self.block.len();
        if let Err(error) = value.encode(&mut self.block) {
            self.block.truncate(length);
            return Err(encode_error(error));
        }
        self.appended()
    }

    /// Appends a value that is encoded already. Whether it is one of the schema's is not checked.
    ///
    /// # Errors
    ///
    /// If writing a block fails.
    pub fn append_datum(&mut self, datum: &[u8]) -> Result<(), ContainerError> {
        self.block.extend_from_slice(datum);
        self.appended()
    }

    /// Types with the file's canonical form write the same bytes.
    fn accept(&self, schema: &Schema) -> Result<(), ContainerError> {
        if schema.canonical_form() == self.header.schema.canonical_form() {
            return Ok(());
        }
        let kind = ContainerErrorKind::OtherSchema(schema.to_string());
        Err(ContainerError::header(kind))
    }

    fn appended(&mut self) -> Result<(), ContainerError> {
        self.count += 1;
        if self.block.len() >= self.block_size {
            self.end_block()?;
        }
        Ok(())
    }

    fn end_block(&mut self) -> Result<(), ContainerError> {
        if self.is_broken {
            let message = "the file ends in the middle of a block, as writing failed before";
            return Err(std::io::Error::other(message).into());
        }
        if self.count == 0 {
            return Ok(());
        }
        self.is_broken = true;
        let values = self.header.codec.compress(&self.block)?;
        let mut output = Vec::with_capacity(values.len() + 40);
        append(&self.count, &mut output).map_err(encode_error)?;
        append(&values, &mut output).map_err(encode_error)?;
        output.extend_from_slice(&self.header.sync_marker);
        self.sink.write_all(&output)?;
        self.is_broken = false;
        self.block.clear();
        self.count = 0;
        Ok(())
    }

    /// Ends the block, and flushes what the values are written to.
    ///
    /// # Errors
    ///
    /// If writing fails.
    pub fn flush(&mut self) -> Result<(), ContainerError> {
        self.end_block()?;
        Ok(self.sink.flush()?)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// If writing fails.
    pub fn finish(mut self) -> Result<W, ContainerError> {
        self.flush()?;
        Ok(self.sink)
    }
}

fn encode_error(error: EncodeError) -> ContainerError {
    ContainerError::header(ContainerErrorKind::Encode(error))
}
