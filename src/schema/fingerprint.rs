//! The fingerprint that the Avro specification gives to schemas.

use std::fmt;

/// CRC-64-AVRO of a schema's Parsing Canonical Form.
///
/// It tells schemas apart that write different bytes. [`Display`](fmt::Display) writes the number
/// in 16 hexadecimal digits:
///
/// ```
/// use avrolane::schema::Schema;
///
/// let schema = Schema::parse(r#""null""#)?;
/// assert_eq!(schema.fingerprint().to_string(), "63dd24e7cc258f8a");
/// # Ok::<(), avrolane::schema::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u64);

/// The fingerprint of no bytes, which is also the polynomial (specification, "Schema
/// Fingerprints").
const EMPTY: u64 = 0xc15d_213a_a4d7_a795;

static TABLE: [u64; 256] = table();

impl Fingerprint {
    /// The fingerprint of a schema whose Parsing Canonical Form is `canonical_form`.
    #[must_use]
    pub fn of(canonical_form: &str) -> Self {
        let crc = canonical_form.bytes().fold(EMPTY, |crc, byte| {
            let [low, ..] = crc.to_le_bytes();
            // A byte is always an index of a table of 256 entries.
            #[expect(clippy::indexing_slicing, reason = "a byte indexes 256 entries")]
            let entry = TABLE[usize::from(low ^ byte)];
            (crc >> 8) ^ entry
        });
        Self(crc)
    }

    /// The fingerprint that is this number.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The fingerprint as a number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

#[expect(clippy::indexing_slicing, reason = "the index stays below the length")]
const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < table.len() {
        let mut entry = index as u64;
        let mut bit = 0;
        while bit < 8 {
            let mask = (entry & 1).wrapping_neg();
            entry = (entry >> 1) ^ (EMPTY & mask);
            bit += 1;
        }
        table[index] = entry;
        index += 1;
    }
    table
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
