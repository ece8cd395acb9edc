//! A schema that came at run time.

use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;
#[cfg(feature = "generic")]
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

use crate::schema::{ParseError, Schema};

/// A schema that is known only at run time, made ready for use.
///
/// Make it once and use it for any number of values: it is a handle, and what belongs to it is kept
/// with it. Two are equal if their texts are.
#[derive(Clone)]
pub struct GenericSchema(Arc<Inner>);

struct Inner {
    schema: Schema,
    text: String,
    hash: u64,
    #[cfg(feature = "generic")]
    apache: OnceLock<Result<apache_avro::Schema, String>>,
}

impl GenericSchema {
    /// Makes a schema ready for use.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let text = schema.to_string();
        Self(Arc::new(Inner {
            schema: schema.clone(),
            hash: FxBuildHasher.hash_one(&text),
            text,
            #[cfg(feature = "generic")]
            apache: OnceLock::new(),
        }))
    }

    /// Makes the schema ready for use that the text holds.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse`].
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Schema::parse(text).map(|schema| Self::new(&schema))
    }

    /// The schema.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.0.schema
    }

    /// The schema as apache-avro has it, which is parsed once.
    #[cfg(feature = "generic")]
    pub(super) fn apache(&self) -> Result<&apache_avro::Schema, String> {
        let parse =
            || apache_avro::Schema::parse_str(&self.0.text).map_err(|error| error.to_string());
        self.0
            .apache
            .get_or_init(parse)
            .as_ref()
            .map_err(Clone::clone)
    }
}

impl PartialEq for GenericSchema {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.hash == other.0.hash && self.0.text == other.0.text)
    }
}

impl Eq for GenericSchema {}

impl Hash for GenericSchema {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash.hash(state);
    }
}

/// Writes the schema's text.
impl fmt::Display for GenericSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl fmt::Debug for GenericSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GenericSchema({self})")
    }
}
