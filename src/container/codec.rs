//! How blocks are compressed.

use std::io;

use super::error::ContainerErrorKind;

/// How much memory the decoder of xz may take: a little more than the largest preset asks for.
#[cfg(feature = "container-xz")]
const XZ_MEMORY: u64 = 80 << 20;

/// How the blocks of a file are compressed. Files of every codec whose feature is enabled can be
/// read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Codec {
    /// Not at all.
    #[default]
    Null,
    /// Deflate, as RFC 1951 has it.
    Deflate,
    /// Snappy, with a checksum. Feature `container-snappy`.
    #[cfg(feature = "container-snappy")]
    Snappy,
    /// Zstandard. Feature `container-zstandard`.
    #[cfg(feature = "container-zstandard")]
    Zstandard,
    /// bzip2. Feature `container-bzip2`.
    #[cfg(feature = "container-bzip2")]
    Bzip2,
    /// xz. Feature `container-xz`.
    #[cfg(feature = "container-xz")]
    Xz,
}

impl Codec {
    /// The codec with this name in a file's metadata.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "deflate" => Self::Deflate,
            #[cfg(feature = "container-snappy")]
            "snappy" => Self::Snappy,
            #[cfg(feature = "container-zstandard")]
            "zstandard" => Self::Zstandard,
            #[cfg(feature = "container-bzip2")]
            "bzip2" => Self::Bzip2,
            #[cfg(feature = "container-xz")]
            "xz" => Self::Xz,
            _ => return None,
        })
    }

    /// How files call the codec, such as `deflate`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Deflate => "deflate",
            #[cfg(feature = "container-snappy")]
            Self::Snappy => "snappy",
            #[cfg(feature = "container-zstandard")]
            Self::Zstandard => "zstandard",
            #[cfg(feature = "container-bzip2")]
            Self::Bzip2 => "bzip2",
            #[cfg(feature = "container-xz")]
            Self::Xz => "xz",
        }
    }

    /// Compresses a block.
    pub(super) fn compress(self, block: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Null => Ok(block.to_vec()),
            Self::Deflate => Ok(miniz_oxide::deflate::compress_to_vec(block, 6)),
            #[cfg(feature = "container-snappy")]
            Self::Snappy => {
                let compressed = snap::raw::Encoder::new().compress_vec(block);
                let mut output = compressed.map_err(io::Error::other)?;
                output.extend_from_slice(&crc32fast::hash(block).to_be_bytes());
                Ok(output)
            }
            #[cfg(feature = "container-zstandard")]
            Self::Zstandard => zstd::stream::encode_all(block, zstd::DEFAULT_COMPRESSION_LEVEL),
            #[cfg(feature = "container-bzip2")]
            Self::Bzip2 => read_all(bzip2::read::BzEncoder::new(
                block,
                bzip2::Compression::default(),
            )),
            #[cfg(feature = "container-xz")]
            Self::Xz => read_all(liblzma::read::XzEncoder::new(block, 6)),
        }
    }

    /// Takes the compression off a block that may not become larger than `limit`.
    pub(super) fn decompress(
        self,
        block: &[u8],
        limit: usize,
    ) -> Result<Vec<u8>, ContainerErrorKind> {
        match self {
            Self::Null => Ok(block.to_vec()),
            Self::Deflate => {
                use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

                decompress_to_vec_with_limit(block, limit).map_err(|error| match error.status {
                    TINFLStatus::HasMoreOutput => ContainerErrorKind::TooLarge,
                    _ => self.corrupt(error),
                })
            }
            #[cfg(feature = "container-snappy")]
            Self::Snappy => self.decompress_snappy(block, limit),
            #[cfg(feature = "container-zstandard")]
            Self::Zstandard => {
                let decoder = zstd::stream::Decoder::with_buffer(block);
                let mut decoder = decoder.map_err(|error| self.corrupt(error))?;
                // What the decoder remembers is allocated as the block says.
                let window = limit.next_power_of_two().ilog2().clamp(10, 27);
                let limited = decoder.window_log_max(window);
                limited.map_err(|error| self.corrupt(error))?;
                self.read_limited(decoder, limit)
            }
            #[cfg(feature = "container-bzip2")]
            Self::Bzip2 => self.read_limited(bzip2::read::MultiBzDecoder::new(block), limit),
            #[cfg(feature = "container-xz")]
            Self::Xz => {
                use liblzma::stream::{CONCATENATED, Stream};

                let stream = Stream::new_stream_decoder(XZ_MEMORY, CONCATENATED);
                let stream = stream.map_err(|error| self.corrupt(error))?;
                self.read_limited(
                    liblzma::bufread::XzDecoder::new_stream(block, stream),
                    limit,
                )
            }
        }
    }

    #[cfg(feature = "container-snappy")]
    fn decompress_snappy(self, block: &[u8], limit: usize) -> Result<Vec<u8>, ContainerErrorKind> {
        let (compressed, checksum) = block
            .split_last_chunk()
            .ok_or_else(|| self.corrupt("it has no room for a checksum"))?;
        let length = snap::raw::decompress_len(compressed).map_err(|error| self.corrupt(error))?;
        // Three bytes stand for at most 64; the length is not believed without them.
        if length > limit || length / 64 > compressed.len() {
            return Err(ContainerErrorKind::TooLarge);
        }
        let output = snap::raw::Decoder::new().decompress_vec(compressed);
        let output = output.map_err(|error| self.corrupt(error))?;
        if crc32fast::hash(&output) == u32::from_be_bytes(*checksum) {
            Ok(output)
        } else {
            Err(self.corrupt("its checksum is another"))
        }
    }

    #[cfg(any(
        feature = "container-zstandard",
        feature = "container-bzip2",
        feature = "container-xz"
    ))]
    fn read_limited(
        self,
        decoder: impl io::Read,
        limit: usize,
    ) -> Result<Vec<u8>, ContainerErrorKind> {
        use io::Read as _;

        let mut output = Vec::new();
        decoder
            .take((limit as u64).saturating_add(1))
            .read_to_end(&mut output)
            .map_err(|error| self.corrupt(error))?;
        if output.len() > limit {
            return Err(ContainerErrorKind::TooLarge);
        }
        Ok(output)
    }

    fn corrupt(self, why: impl std::fmt::Display) -> ContainerErrorKind {
        let name = self.name();
        ContainerErrorKind::Corrupt(format!("the block is no {name}: {why}"))
    }
}

#[cfg(any(feature = "container-bzip2", feature = "container-xz"))]
fn read_all(mut encoder: impl io::Read) -> io::Result<Vec<u8>> {
    let mut output = Vec::new();
    encoder.read_to_end(&mut output)?;
    Ok(output)
}
