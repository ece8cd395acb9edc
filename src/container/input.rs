//! A source of bytes, of which as many are at hand as are asked for.

use std::io::{self, Read};

/// How many bytes are asked for at once. Memory grows only as bytes come, whatever a file says
/// about its lengths.
const CHUNK: usize = 64 * 1024;

#[derive(Debug)]
pub(super) struct Input<R> {
    source: R,
    buffer: Vec<u8>,
    /// How many bytes of the buffer are used up.
    used: usize,
    /// How many bytes are used up in all.
    offset: u64,
}

impl<R> Input<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            used: 0,
            offset: 0,
        }
    }

    /// How many bytes are used up.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes at hand.
    pub(super) fn available(&self) -> &[u8] {
        self.buffer.get(self.used..).unwrap_or_default()
    }

    /// Uses up so many of the bytes at hand.
    pub(super) fn consume(&mut self, count: usize) {
        let count = count.min(self.available().len());
        self.used += count;
        self.offset += count as u64;
    }

    pub(super) fn into_source(self) -> R {
        self.source
    }
}

impl<R: Read> Input<R> {
    /// Answers with at least so many bytes, or with all that there are. Nothing is used up, so that
    /// it may be called again after an error.
    pub(super) fn fill(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.available().len() < count {
            self.buffer.drain(..self.used);
            self.used = 0;
        }
        while self.available().len() < count {
            if self.read_chunk()? == 0 {
                break;
            }
        }
        Ok(self.available())
    }

    fn read_chunk(&mut self) -> io::Result<usize> {
        let length = self.buffer.len();
        self.buffer.resize(length + CHUNK, 0);
        let read = loop {
            let vacant = self.buffer.get_mut(length..).unwrap_or_default();
            match self.source.read(vacant) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let added = read.as_ref().map_or(0, |read| *read);
        self.buffer.truncate(length + added);
        read
    }
}
