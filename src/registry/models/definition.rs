//! Schemas on their way to the registry.

use super::rules::RuleSet;
use super::tags::SchemaTags;
use super::version::SchemaVersion;
use crate::framing::SchemaId;
use crate::schema::{Schema, SchemaMetadata, SchemaReference};

/// A schema to be registered, looked up or compared.
///
/// ```
/// use avrolane::registry::SchemaDefinition;
/// use avrolane::schema::Schema;
///
/// let definition = SchemaDefinition::new(&Schema::of::<String>()).normalize(true);
/// assert_eq!(definition.text(), r#""string""#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaDefinition {
    pub(in crate::registry) text: String,
    /// What the text was made of.
    pub(in crate::registry) schema: Option<Schema>,
    pub(in crate::registry) schema_type: Option<String>,
    pub(in crate::registry) references: Vec<SchemaReference>,
    pub(in crate::registry) metadata: Option<SchemaMetadata>,
    pub(in crate::registry) rule_set: Option<RuleSet>,
    pub(in crate::registry) imported_as: Option<(SchemaId, Option<SchemaVersion>)>,
    pub(in crate::registry) tags_to_add: Vec<SchemaTags>,
    pub(in crate::registry) tags_to_remove: Vec<SchemaTags>,
    pub(in crate::registry) propagate_tags: bool,
    pub(in crate::registry) normalize: bool,
}

impl SchemaDefinition {
    /// A schema that stands for itself, unless [`references`](Self::references) are set: then its
    /// text is the [`registered_text`](Schema::registered_text).
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        Self {
            schema: Some(schema.clone()),
            ..Self::from_text(schema.to_string())
        }
    }

    /// A schema given by its text, which is sent as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            schema: None,
            schema_type: None,
            references: Vec::new(),
            metadata: None,
            rule_set: None,
            imported_as: None,
            tags_to_add: Vec::new(),
            tags_to_remove: Vec::new(),
            propagate_tags: false,
            normalize: false,
        }
    }

    /// The format of the text, such as `JSON` or `PROTOBUF`. Avro unless set.
    #[must_use]
    pub fn schema_type(mut self, schema_type: impl Into<String>) -> Self {
        self.schema_type = Some(schema_type.into());
        self
    }

    /// The schemas under other subjects that this one refers to by name. None unless set.
    ///
    /// [`publish`](crate::registry::SchemaRegistryClient::publish) finds out by itself what they are.
    #[must_use]
    pub fn references(mut self, references: Vec<SchemaReference>) -> Self {
        if let Some(schema) = &self.schema {
            self.text = match references.is_empty() {
                true => schema.to_string(),
                false => schema.registered_text(),
            };
        }
        self.references = references;
        self
    }

    /// What is kept along with the schema. Unless set, a registration takes over what the latest
    /// version of the subject has.
    #[must_use]
    pub fn metadata(mut self, metadata: SchemaMetadata) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// The rules of the schema's data contract. Unless set, a registration takes over those of the
    /// latest version of the subject.
    #[must_use]
    pub fn rule_set(mut self, rules: RuleSet) -> Self {
        self.rule_set = Some(rules);
        self
    }

    /// The id, and the version if it matters, that the schema is to be registered under. The
    /// subject must be in mode [`Import`](super::Mode::Import). The registry chooses unless set.
    #[must_use]
    pub fn import_as(mut self, id: SchemaId, version: Option<SchemaVersion>) -> Self {
        self.imported_as = Some((id, version));
        self
    }

    /// Tags that the registry writes into the schema's text. None unless set.
    #[must_use]
    pub fn tags_to_add(mut self, tags: Vec<SchemaTags>) -> Self {
        self.tags_to_add = tags;
        self
    }

    /// Tags that the registry takes out of the schema's text. None unless set.
    #[must_use]
    pub fn tags_to_remove(mut self, tags: Vec<SchemaTags>) -> Self {
        self.tags_to_remove = tags;
        self
    }

    /// Whether the registry takes over the tags of the latest version. It does not unless set
    /// (`propagate.schema.tags`).
    #[must_use]
    pub fn propagate_tags(mut self, propagate: bool) -> Self {
        self.propagate_tags = propagate;
        self
    }

    /// Whether the registry brings the schema into its normal form before it compares or stores
    /// it, so that an order of properties or a way to write a name makes no difference. It does
    /// not unless this or the subject's configuration says so (`normalize.schemas`).
    #[must_use]
    pub fn normalize(mut self, normalize: bool) -> Self {
        self.normalize = normalize;
        self
    }

    /// The text that is sent.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
