//! The registry's verdict on a schema.

use serde::Deserialize;

/// Whether the registry would take a schema, and if not, why.
///
/// For what keeps two schemas apart without asking a registry see [`compat`](crate::compat).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CompatibilityReport {
    /// Whether the schema is compatible.
    pub is_compatible: bool,
    /// What the registry says about it, in its own words: each difference, then the version and
    /// the text of the schema that was compared with.
    #[serde(default)]
    pub messages: Vec<String>,
}
