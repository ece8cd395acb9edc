//! The form of a schema in which everything that does not decide the bytes is left out.

use super::fingerprint::Fingerprint;
use super::model::Schema;

impl Schema {
    /// The Parsing Canonical Form of the Avro specification.
    #[must_use]
    pub fn canonical_form(&self) -> String {
        todo!()
    }

    /// CRC-64-AVRO of the [canonical form](Self::canonical_form).
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.canonical_form())
    }
}
