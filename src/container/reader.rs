//! Reads container files.

use std::fmt;
use std::io::Read;
use std::marker::PhantomData;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::block::{Block, Head};
use super::codec::Codec;
use super::error::{ContainerError, ContainerErrorKind};
use super::header::{Header, SyncMarker, VARINT};
use super::input::Input;
use crate::codec::{AvroDecode, DecodeError, Decoder, Limits, Plan};
use crate::schema::{AvroSchema, Digest, Schema};

/// How large a block may be unless set, compressed or not.
const MAX_BLOCK_SIZE: usize = 64 << 20;

/// Reads the values of a file.
///
/// A value may be read as any type that can read what the file's schema wrote, and borrow from the
/// block that it stands in:
///
/// ```
/// use avrolane::container::{Reader, Writer};
///
/// let mut writer = Writer::builder().create::<Vec<&str>, _>(Vec::new())?;
/// writer.append(&vec!["a", "b"])?;
/// let file = writer.finish()?;
///
/// let mut reader = Reader::new(file.as_slice())?;
/// assert_eq!(reader.schema().to_string(), r#"{"type":"array","items":"string"}"#);
/// while let Some(words) = reader.read::<Vec<&str>>()? {
///     assert_eq!(words, ["a", "b"]);
/// }
/// # Ok::<(), avrolane::container::ContainerError>(())
/// ```
///
/// # Errors in a file
///
/// With an error, the rest of its block is given up, and reading on goes on with the next block:
/// where the block is not as long as it says, with what stands behind the next sync marker. So an
/// error is told once for each block that has one, and what is read does not depend on how the
/// bytes come. An error of the source itself may be tried again.
pub struct Reader<R> {
    input: Input<R>,
    header: Header,
    limits: Limits,
    max_block_size: usize,
    block: Block,
    /// The next block begins behind the next sync marker.
    is_lost: bool,
    plans: FxHashMap<(Digest, bool), Arc<Plan>>,
}

/// Settings of a [`Reader`].
#[derive(Debug, Clone)]
#[must_use]
pub struct ReaderBuilder {
    limits: Limits,
    max_block_size: usize,
}

impl ReaderBuilder {
    /// What decoding one value may take.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How many bytes a block may have, compressed or not, and the file's metadata. 64 MiB unless
    /// set.
    pub fn max_block_size(mut self, bytes: usize) -> Self {
        self.max_block_size = bytes;
        self
    }

    /// Reads the beginning of a file.
    ///
    /// # Errors
    ///
    /// If reading fails, or it is no container file, or one with a codec or a schema that are not
    /// known.
    pub fn open<R: Read>(self, source: R) -> Result<Reader<R>, ContainerError> {
        let mut input = Input::new(source);
        let header = Header::read(&mut input, self.max_block_size)?;
        Ok(Reader {
            input,
            header,
            limits: self.limits,
            max_block_size: self.max_block_size,
            block: Block::default(),
            is_lost: false,
            plans: FxHashMap::default(),
        })
    }
}

impl Reader<()> {
    /// Settings for a reader.
    pub fn builder() -> ReaderBuilder {
        ReaderBuilder {
            limits: Limits::default(),
            max_block_size: MAX_BLOCK_SIZE,
        }
    }
}

impl<R: Read> Reader<R> {
    /// Reads the beginning of a file. The source is read in pieces of 64 KiB, so that it needs no
    /// buffer.
    ///
    /// # Errors
    ///
    /// As [`ReaderBuilder::open`].
    pub fn new(source: R) -> Result<Self, ContainerError> {
        Reader::builder().open(source)
    }

    /// The schema with which the file was written.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.header.schema
    }

    /// How the file's blocks are compressed.
    #[must_use]
    pub fn codec(&self) -> Codec {
        self.header.codec
    }

    /// The entries of the file's metadata that are not the specification's, by their keys.
    pub fn metadata(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let entries = self.header.metadata.iter();
        entries.map(|(key, value)| (key.as_str(), value.as_slice()))
    }

    /// Reads the next value; nothing at the end of the file.
    ///
    /// # Errors
    ///
    /// If the value cannot be read, or no value of the file can be read as `T`.
    ///
    /// # Panics
    ///
    /// As [`Schema::of`], on the first value of a type.
    pub fn read<'r, T: AvroSchema + AvroDecode<'r>>(
        &'r mut self,
    ) -> Result<Option<T>, ContainerError> {
        let plan = self.plan::<T>()?;
        self.read_with(|decoder| plan.decode_next(decoder))
    }

    /// Reads the next value by a function that is told where it begins, and has to read it to its
    /// end; nothing at the end of the file.
    ///
    /// # Errors
    ///
    /// If the function fails, or the block that the value stands in cannot be read.
    pub fn read_with<'r, T>(
        &'r mut self,
        decode: impl FnOnce(&mut Decoder<'r>) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, ContainerError> {
        while self.block.left == 0 {
            if !self.next_block()? {
                return Ok(None);
            }
        }
        self.block.read_with(&self.limits, decode).map(Some)
    }

    /// The values that are left, until reading fails altogether.
    pub fn values<T>(&mut self) -> Values<'_, R, T>
    where
        T: AvroSchema + for<'de> AvroDecode<'de>,
    {
        Values {
            reader: self,
            has_ended: false,
            values: PhantomData,
        }
    }

    /// What the file is read from.
    #[must_use]
    pub fn into_inner(self) -> R {
        self.input.into_source()
    }

    fn plan<'de, T: AvroSchema + AvroDecode<'de>>(&mut self) -> Result<Arc<Plan>, ContainerError> {
        let key = (T::DIGEST, T::TAKES_UNKNOWN);
        if let Some(plan) = self.plans.get(&key) {
            return Ok(Arc::clone(plan));
        }
        let plan = Plan::of::<T>(&self.header.schema)
            .map_err(|error| ContainerError::header(ContainerErrorKind::Incompatible(error)))?;
        let plan = Arc::new(plan);
        self.plans.insert(key, Arc::clone(&plan));
        Ok(plan)
    }

    /// Reads the next block; answers whether there is one.
    fn next_block(&mut self) -> Result<bool, ContainerError> {
        if self.is_lost && !self.find_sync_marker()? {
            return Ok(false);
        }
        self.is_lost = false;
        if self.input.fill(1)?.is_empty() {
            return Ok(false);
        }
        let head = self.input.fill(2 * VARINT)?;
        let head = Head::read(head, self.max_block_size);
        let whole = head.as_ref().map_or(0, Head::whole);
        self.input.fill(whole)?;

        self.block = Block {
            number: self.block.number + 1,
            offset: self.input.offset(),
            values: Vec::new(),
            ..Block::default()
        };
        let marker = &self.header.sync_marker;
        let block = head.and_then(|head| {
            head.values(self.input.available(), marker)
                .map(|values| (head, values))
        });
        let (head, values) = match block {
            Ok(block) => block,
            Err(kind) => {
                self.is_lost = true;
                return Err(self.block.error(kind));
            }
        };
        let values = self.header.codec.decompress(values, self.max_block_size);
        self.input.consume(whole);
        self.block.values = values.map_err(|kind| self.block.error(kind))?;
        // Values that take no bytes could be counted for ever.
        if head.count > self.block.values.len().max(self.max_block_size) as u64 {
            return Err(self.block.error(ContainerErrorKind::TooLarge));
        }
        self.block.left = head.count;
        self.block.finish()?;
        Ok(true)
    }

    /// Goes on behind the next sync marker; answers whether there is one.
    fn find_sync_marker(&mut self) -> Result<bool, ContainerError> {
        const LENGTH: usize = size_of::<SyncMarker>();
        loop {
            let bytes = self.input.fill(LENGTH)?;
            let mut windows = bytes.windows(LENGTH);
            match windows.position(|window| window == self.header.sync_marker) {
                Some(position) => {
                    self.input.consume(position + LENGTH);
                    return Ok(true);
                }
                None if bytes.len() < LENGTH => return Ok(false),
                None => {
                    let beginning_of_marker = LENGTH - 1;
                    let passed = bytes.len() - beginning_of_marker;
                    self.input.consume(passed);
                }
            }
        }
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("header", &self.header)
            .field("offset", &self.input.offset())
            .finish_non_exhaustive()
    }
}

/// The values of a file, one after the other.
///
/// It goes on behind an error in the file. It ends where the source cannot be read, or where no
/// value can be read as the type.
#[derive(Debug)]
pub struct Values<'r, R, T> {
    reader: &'r mut Reader<R>,
    has_ended: bool,
    values: PhantomData<fn() -> T>,
}

impl<R: Read, T: AvroSchema + for<'de> AvroDecode<'de>> Iterator for Values<'_, R, T> {
    type Item = Result<T, ContainerError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let value = self.reader.read::<T>();
        self.has_ended = match &value {
            Ok(value) => value.is_none(),
            Err(error) => error.is_final(),
        };
        value.transpose()
    }
}
